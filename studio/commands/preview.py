"""How large the preview shows the picture."""

from studio.commands.command import Category, Outcome, command
from studio.commands.settings import change_setting
from studio.show import Show
from studio.text import N_

STEPS = (100, 150, 200, 300, 400, 600, 800)
"""How large, in percent."""


@command(
    "preview.larger",
    title=N_("Larger preview"),
    about=N_("Shows a part of the preview larger; the arrow keys move about in it."),
    category=Category.STUDIO,
    keys="Ctrl++",
    phrases=(N_("larger preview"),),
)
def larger(show: Show) -> Outcome:
    now = show.state.settings.preview_percent
    wanted = next((step for step in STEPS if step > now), STEPS[-1])
    return change_setting(show, "preview_percent", wanted)


@command(
    "preview.smaller",
    title=N_("Smaller preview"),
    about=N_("Shows more of the preview at once, down to the whole picture."),
    category=Category.STUDIO,
    keys="Ctrl+-",
    phrases=(N_("smaller preview"),),
)
def smaller(show: Show) -> Outcome:
    now = show.state.settings.preview_percent
    wanted = next((step for step in reversed(STEPS) if step < now), STEPS[0])
    return change_setting(show, "preview_percent", wanted)
