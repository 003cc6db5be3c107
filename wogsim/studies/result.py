"""What every study's result knows of its question."""

from wogsim.scenario.file import Scenario
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded


class Result:
    """What was found, beside the scenario as it was run: ``loaded``, in which all that was asked for is changed."""

    loaded: Loaded

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        return self.loaded.scenario

    @property
    def seed(self) -> int:
        """The seed that all luck came from."""
        return self.loaded.scenario.run.seed

    @property
    def replications(self) -> int:
        """Number of replications of each world."""
        return self.loaded.scenario.run.replications

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use."""
        return pattern_title(pattern, self.loaded.scenario)
