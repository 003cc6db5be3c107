import re
import string
import subprocess
import sys

import pytest

from tests import catalogues
from wogsim import language
from wogsim.errors import BadInput
from wogsim.language import _, number, using
from wogsim.language.library_words import PYDANTIC, SENTENCES, in_our_words

ADVICE = "run `make catalogues`, translate what it lists in the .po file in wogsim/language, run it again"


def fields(text):
    """Return the names, in order of the alphabet, of all {placeholders} with their conversions."""
    return sorted(
        {f"{name}!{conversion}" for __, name, __, conversion in string.Formatter().parse(text) if name is not None}
    )


class TestCatalogue:
    def test_every_message_is_translated(self):
        written = catalogues.written()
        missing = [
            message.id
            for message in catalogues.extracted()
            if message.id
            and (
                message.id not in written
                or written[message.id].fuzzy
                or not all(catalogues.strings(written[message.id]))
            )
        ]
        assert not missing, ADVICE

    def test_no_message_hides_inside_an_f_string(self):
        """Babel does not look there, so it would never be translated."""
        hidden = re.compile(r"""f(["'])(?:(?!\1).)*\{[^}]*\b_\(["']""")
        found = [
            f"{path.name}:{number}"
            for path in catalogues.PACKAGE.rglob("*.py")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if hidden.search(line)
        ]
        assert not found

    def test_placeholders_are_the_same(self):
        for message in catalogues.written():
            if not message.id:
                continue
            originals = message.id if isinstance(message.id, tuple) else (message.id,)
            expected = sorted({field for original in originals for field in fields(original)})
            for translation in catalogues.strings(message):
                assert fields(translation) == expected, message.id

    def test_edges_are_the_same(self):
        """Texts are put together: a space or a line's end at an edge belongs to the message."""
        for message in catalogues.written():
            if message.id and isinstance(message.id, str):
                for edge in (str.lstrip, str.rstrip):
                    assert (edge(message.id) == message.id) == (edge(message.string) == message.string), message.id

    def test_no_translation_is_left_over(self):
        in_source = {message.id for message in catalogues.extracted()}
        assert not [message.id for message in catalogues.written() if message.id not in in_source], ADVICE

    def test_what_programs_read_is_what_people_wrote(self):
        assert catalogues.MO.read_bytes() == catalogues.mo_bytes(catalogues.merged()), ADVICE

    def test_indonesian_has_one_form(self):
        assert catalogues.written().num_plurals == 1

    def test_every_help_text_of_the_command_line_is_there(self):
        """Those not wrapped in `mark` would stay English."""
        import typer

        from wogsim.cli import application

        waiting, texts = [typer.main.get_command(application())], set()
        while waiting:
            command = waiting.pop()
            waiting += getattr(command, "commands", {}).values()
            texts |= {text for thing in (command, *command.params) if (text := getattr(thing, "help", None))}
        written = catalogues.written()
        assert not [text for text in texts if text not in written], ADVICE

    def test_no_dates_nor_places(self):
        text = catalogues.PO.read_text("utf-8")
        for churn in ("Creation-Date", "Revision-Date", "Last-Translator", "#: /", ".py:"):
            assert churn not in text


class TestChoice:
    def test_english_at_first(self):
        assert language.current() == "en"
        assert _("Missing command.") == "Missing command."

    def test_it_may_change_at_run_time(self):
        language.use("id")
        assert _("Missing command.") != "Missing command."
        language.use("en")
        assert _("Missing command.") == "Missing command."

    def test_using_ends_with_its_block(self):
        with using("id"):
            assert language.current() == "id"
        assert language.current() == "en"

    def test_the_environment_is_asked(self, monkeypatch):
        monkeypatch.setenv("WOGSIM_LANG", "id")
        assert language.current() == "id"

    def test_what_was_said_counts_more_than_the_environment(self, monkeypatch):
        monkeypatch.setenv("WOGSIM_LANG", "id")
        language.use("en")
        assert language.current() == "en"

    def test_unknown_in_the_environment_is_said_once(self, monkeypatch):
        monkeypatch.setenv("WOGSIM_LANG", "fr")
        with pytest.raises(BadInput, match=r"WOGSIM_LANG: 'fr' .* en / id"):
            language.current()
        assert language.current() == "en"

    @pytest.mark.parametrize("choose", [language.use, lambda name: language.chosen(["--lang", name])])
    def test_unknown_option(self, choose):
        with pytest.raises(BadInput, match=r"--lang: 'fr' .* en / id"):
            choose("fr")

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ([], "en"),
            (["compare", "x"], "en"),
            (["--lang", "id", "compare", "x"], "id"),
            (["compare", "x", "--lang=id"], "id"),
            (["--lang", "id", "compare", "--lang", "en"], "en"),
            (["compare", "--", "--lang", "id"], "en"),
            (["compare", "--lang"], "en"),
        ],
    )
    def test_of_a_command_line(self, arguments, expected):
        assert language.chosen(arguments) == expected

    def test_importing_reads_nothing(self):
        probe = "import wogsim.language.catalogues as l; print(l._catalogue.cache_info().currsize, l._everywhere)"
        said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
        assert said.split() == ["0", "None"]


class TestNumber:
    @pytest.mark.parametrize(
        ("value", "digits", "english", "indonesian"),
        [
            (1234567.891, 2, "1,234,567.89", "1.234.567,89"),
            (0.5, 1, "0.5", "0,5"),
            (12, 0, "12", "12"),
            (-1234.5, 1, "-1,234.5", "-1.234,5"),
            (-0.01, 1, "0.0", "0,0"),
        ],
    )
    def test_decimal_sign_and_thousands(self, value, digits, english, indonesian):
        assert number(value, digits) == english
        with using("id"):
            assert number(value, digits) == indonesian


class TestPick:
    def test_own_language_then_english_then_any(self):
        with using("id"):
            assert language.pick({"en": "permit", "id": "izin"}) == "izin"
            assert language.pick({"en": "permit"}) == "permit"
        assert language.pick({"id": "izin"}) == "izin"


class TestLibraryWords:
    @pytest.mark.parametrize("sentence", SENTENCES)
    def test_a_sentence_is_recognised_as_itself(self, sentence):
        """None is swallowed by a wider one before it."""
        parts = {name.split("!")[0]: f"<{name.split('!')[0]}>" for name in fields(sentence)}
        with using("id"):
            assert in_our_words(sentence.format(**parts)) == _(sentence).format(**parts)

    @pytest.mark.parametrize(("sentence", "ours"), PYDANTIC.items())
    def test_a_library_of_parsers_is_not_heard(self, sentence, ours):
        for language_used in ("en", "id"):
            with using(language_used):
                parts = {"limit": "3", "reason": "why"}
                assert in_our_words(sentence.format(**parts)) == _(ours).format(**parts)
        assert in_our_words("Invalid value for '--seed': Input should be a valid integer") == (
            "Invalid value for '--seed': expected a whole number"
        )

    def test_english_stays(self):
        assert in_our_words("Missing option '--seed'.") == "Missing option '--seed'."

    def test_unknown_stays(self):
        with using("id"):
            assert in_our_words("Something new.") == "Something new."
