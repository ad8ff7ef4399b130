"""Scenes and what is seen in them."""

from typing import Annotated

from studio.commands.command import Category, Invocation, Outcome, Question, command
from studio.commands.slots import SCENES, SOURCES
from studio.model.announcement import Announcement, Earcon
from studio.model.message import Name, say
from studio.model.scene import PictureSource, Scene, SoundSource
from studio.show import Show
from studio.text import N_


@command(
    "scene.switch",
    title=N_("Switch scene"),
    about=N_("Puts another scene on air."),
    category=Category.SCENE,
    phrases=(N_("scene {scene}"), N_("switch to {scene}")),
)
def switch_scene(show: Show, scene: Annotated[Scene, SCENES]) -> Outcome:
    """The old scene leaves at the next picture; sound is not touched."""
    before = show.state.scene_on_air
    show.switch_to(scene)
    name = Name(scene.name)
    return Outcome(
        Announcement(
            say("{scene} is on air.", scene=name),
            brief=say("{scene}", scene=name),
            earcon=Earcon.DONE,
        ),
        undo=Invocation("scene.switch", {"scene": before.id}) if before else None,
    )


@command(
    "scene.save",
    title=N_("Save scene"),
    about=N_("Adds a scene, or changes one."),
    category=Category.SCENE,
    is_listed=False,
)
def save_scene(show: Show, scene: Scene) -> Outcome:
    undo = _restoring(show)
    show.save_scene(scene)
    return Outcome(_saved(scene.name), undo=undo)


@command(
    "scene.remove",
    title=N_("Remove scene"),
    about=N_("Removes a scene that is not on air."),
    category=Category.SCENE,
)
def remove_scene(show: Show, scene: Annotated[Scene, SCENES]) -> Outcome:
    undo = _restoring(show)
    show.remove_scene(scene)
    return Outcome(_removed(scene.name), undo=undo)


@command(
    "source.save_picture",
    title=N_("Save picture source"),
    about=N_("Adds a camera, film or picture, or changes one."),
    category=Category.SCENE,
    is_listed=False,
)
def save_picture_source(show: Show, source: PictureSource) -> Outcome:
    undo = _restoring(show)
    show.save_picture_source(source)
    return Outcome(_saved(source.name), undo=undo)


@command(
    "source.save_sound",
    title=N_("Save sound source"),
    about=N_("Adds a microphone or a sound, or changes one."),
    category=Category.SOUND,
    is_listed=False,
)
def save_sound_source(show: Show, source: SoundSource) -> Outcome:
    undo = _restoring(show)
    show.save_sound_source(source)
    return Outcome(_saved(source.name), undo=undo)


@command(
    "source.remove",
    title=N_("Remove source"),
    about=N_("Removes a camera, picture, microphone or sound from the show."),
    category=Category.SCENE,
    is_risky=True,
)
def remove_source(
    show: Show, source: Annotated[PictureSource | SoundSource, SOURCES], *, sure: bool = False
) -> Outcome:
    """What viewers see or hear at the moment is removed only after a yes."""
    if show.state.is_live and not sure and _is_on_air(show, source):
        wish = Invocation("source.remove", {"source": source.id, "sure": True})
        ask = say("{source} is on air. Remove it all the same?", source=Name(source.name))
        return Outcome(question=Question(ask, wish))
    undo = _restoring(show)
    show.remove_source(source)
    return Outcome(_removed(source.name), undo=undo)


def _is_on_air(show: Show, source: PictureSource | SoundSource) -> bool:
    if isinstance(source, SoundSource):
        return not source.is_muted
    scene = show.state.scene_on_air
    return scene is not None and any(p.source == source.id for p in scene.placements)


@command(
    "scene.restore",
    title=N_("Restore scenes and sources"),
    about=N_("Puts scenes and sources back as they were."),
    category=Category.SCENE,
    is_listed=False,
)
def restore(
    show: Show,
    pictures: tuple[PictureSource, ...],
    sounds: tuple[SoundSource, ...],
    scenes: tuple[Scene, ...],
) -> Outcome:
    undo = _restoring(show)
    show.restore(pictures, sounds, scenes)
    return Outcome(undo=undo)


def _restoring(show: Show) -> Invocation:
    """The way back to scenes and sources as they are now."""
    state = show.state
    return Invocation(
        "scene.restore",
        {
            "pictures": state.picture_sources,
            "sounds": state.sound_sources,
            "scenes": state.scenes,
        },
    )


def _saved(name: str) -> Announcement:
    return Announcement(say("{name} is saved.", name=Name(name)), brief=say("Saved."))


def _removed(name: str) -> Announcement:
    return Announcement(say("{name} is removed.", name=Name(name)), brief=say("Removed."))
