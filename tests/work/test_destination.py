"""Where results go: nothing that is not ours is replaced, nothing is left half-written."""

from pathlib import Path

import pytest

from wogsim.errors import BadInput
from wogsim.report import PAGE
from wogsim.work import destination, writing
from wogsim.work.destination import refuse_foreign


@pytest.mark.parametrize(
    "manifest",
    ['{"versions": null}', '{"versions": "wogsim"}', '{"versions": {"wogsim": 1}, "files": 5}', "[" * 100_000, "5"],
)
def test_manifests_that_are_not_ours(manifest, tmp_path):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(BadInput, match="did not write"):
        refuse_foreign(tmp_path)


@pytest.mark.parametrize("out", ["x" * 300, "\0", "/proc"])
def test_places_that_cannot_be_written(out):
    with pytest.raises(BadInput, match="--out"):
        refuse_foreign(Path(out))


def test_a_directory_that_is_not_ours_is_left_alone(tmp_path):
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("mine")
    for target, word in (
        (thesis, "did not write"),
        (thesis / "chapter.txt", "is a file"),
        (Path.cwd(), "working inside|did not write"),
    ):
        with pytest.raises(BadInput, match=word):
            refuse_foreign(target)
    assert (thesis / "chapter.txt").read_text() == "mine"


class TestPlaces:
    def test_no_name_at_all(self):
        with pytest.raises(BadInput, match="cannot be written"):
            destination.refuse_unwritable(Path("\0"), PAGE)

    def test_a_device_is_left_alone(self):
        with pytest.raises(BadInput, match="not a regular file"):
            destination.refuse_unwritable(Path("/dev/null"), PAGE)

    def test_a_failure_leaves_what_was_there(self, tmp_path, monkeypatch):
        target = tmp_path / "report.html"
        target.write_text("old")

        def full(*_arguments):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(writing.os, "replace", full)
        with pytest.raises(BadInput, match="No space left"):
            writing.put(target, b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
        assert target.read_text() == "old"
