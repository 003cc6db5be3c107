"""The slides of a lesson: what stands on them, that it fits, that they are the same bytes every time."""

import importlib.util
import io
import zipfile

import pytest
from pptx import Presentation

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.language import using
from wogsim.report.slides import write
from wogsim.report.slides.contents import DEFINITIONS, slides
from wogsim.report.slides.drawn import EMU, Slide, high, presentation
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.studies.journey.run import journey
from wogsim.work import destination

LOSS = 0.25  # of a pixel: places are whole units of the file


@pytest.fixture(scope="module")
def followed():
    loaded = load(TWO_AGENCIES)
    return compare(loaded, replications=2), journey(loaded)


@pytest.fixture(scope="module")
def made(followed):
    return slides(*followed)


@pytest.fixture(scope="module")
def file(made):
    return presentation(made)


def boxes(shapes):
    """Texts with their boxes in pixels and their letters in points."""
    for shape in shapes:
        if shape.has_text_frame and shape.text_frame.text:
            paragraphs = shape.text_frame.paragraphs
            font = paragraphs[0].runs[0].font
            place = [edge / EMU for edge in (shape.left, shape.top, shape.width, shape.height)]
            yield [p.text for p in paragraphs], place, font.size.pt, bool(font.bold)


def test_each_says_something_and_the_instructor_has_something_to_say(file, made):
    pages = Presentation(io.BytesIO(file)).slides
    assert len(pages) == len(made) >= 9
    for page in pages:
        assert page.shapes.title.text_frame.text
        assert len(page.notes_slide.notes_text_frame.text) > 40
    assert [page.shapes.title.text_frame.text for page in pages][:3][1:] == ["What the patterns mean", "The verdict"]


def test_the_verdict_is_that_of_the_comparison(followed, made):
    told = made[2]
    assert followed[0].verdict().startswith(" ".join([told.answer, *told.lines]))


def test_texts_fit_their_boxes_and_boxes_the_slide(file):
    for page in Presentation(io.BytesIO(file)).slides:
        for texts, (left, top, width, height), size, bold in boxes(page.shapes):
            assert high(texts, width, size, bold) <= height + LOSS, texts
            assert left >= 0
            assert left + width <= 1280
            assert top + height <= 720


def test_a_long_text_is_written_small():
    long = Slide("A title " * 20, "An answer " * 40, "Notes", tuple(f"Line {number} " * 12 for number in range(12)))
    page = Presentation(io.BytesIO(presentation([long]))).slides[0]
    lowest = max(top + height for _texts, (_left, top, _width, height), _size, _bold in boxes(page.shapes))
    assert lowest <= 720


def test_pictures_say_what_they_show_to_who_cannot_see_them(file, made):
    pages = Presentation(io.BytesIO(file)).slides
    for page, slide in zip(pages, made, strict=True):
        pictures = [shape for shape in page.shapes if shape.shape_type == 13]
        assert len(pictures) == (slide.picture is not None)
        for picture in pictures:
            assert picture._element.nvPicPr.cNvPr.get("descr") == f"{slide.title} {slide.answer}"


def test_it_is_the_same_bytes_another_day(file, made):
    assert presentation(made) == file
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(file)).infolist()} == {1980}


def test_every_pattern_that_is_compared_is_defined(followed, made):
    assert len(made[1].rows) == len(set(followed[0].keys) & set(DEFINITIONS))


@pytest.mark.slow
def test_in_indonesian(followed, tmp_path):
    with using("id"):
        write(*followed, tmp_path / "a.pptx")
    titles = [page.shapes.title.text_frame.text for page in Presentation(tmp_path / "a.pptx").slides]
    assert "Ke mana waktunya habis?" in titles
    assert not any("Where" in title or "How" in title for title in titles)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-o", "lesson.ppt"], "expected a name that ends in .pptx"),
        (["-o", "none/lesson.pptx"], "there is no directory none"),
        (["-o", ""], "-o: there is no name behind it"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(options, reason, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wogsim.studies.comparison.run.compare", lambda *_a, **_k: pytest.fail("the work began"))
    assert run(["slides", TWO_AGENCIES, *options]) == 2
    assert reason in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    there = importlib.util.find_spec
    monkeypatch.setattr(destination, "find_spec", lambda name: None if name == "pptx" else there(name))
    assert run(["slides", TWO_AGENCIES, "-o", str(tmp_path / "x.pptx")]) == 2
    assert capsys.readouterr().err.rstrip().endswith("python-pptx")


@pytest.mark.slow
def test_the_command_tells_the_break_even_too(tmp_path):
    out = tmp_path / "lesson.pptx"
    assert run(["slides", TWO_AGENCIES, "--replications", "2", "--jobs", "1", "--quiet", "-o", str(out)]) == 0
    titles = [page.shapes.title.text_frame.text for page in Presentation(out).slides]
    assert any("authority bring" in title for title in titles)
