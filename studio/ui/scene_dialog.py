"""Edits a scene: which pictures it shows, where, and how they are fitted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.model.media import Size
from studio.model.message import Name, say
from studio.model.scene import ANCHORS, Placement, Scene
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextField
from studio.ui.flow import FlowLayout
from studio.ui.form import FormDialog, Problem
from studio.ui.item_list import ItemList
from studio.ui.item_model import ItemModel
from studio.ui.panel import push_button
from studio.ui.places import (
    ANCHOR_TITLES,
    FITS,
    OWN,
    PLACES,
    ROTATIONS,
    box_at,
    box_of,
    place_of,
    title_of,
)
from studio.ui.rows import Row
from studio.ui.scene_sketch import SceneSketch
from studio.ui.tick import Tick


class SceneDialog(FormDialog):
    """Makes a scene, or changes one; saving wishes for `scene.save`.

    On the left stand the pictures in their order, the last in front; on the right is what can
    be said of the current one.
    """

    def __init__(self, desk: Desk, scene: Scene | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Edit scene") if scene else _("Add scene"), desk, parent, wide=True)
        state = desk.link.state()
        self._names = {s.id: s.name for s in state.picture_sources}
        self._scene = scene or Scene("")
        self._placements = list(self._scene.placements)
        if scene is None and state.picture_sources:
            self._placements = [Placement(state.picture_sources[0].id)]
        self._canvas = Size.parse(state.settings.canvas)

    def steps(self) -> Iterator[None]:
        self._build_list(QSize(self._canvas.width, self._canvas.height))
        yield
        yield from self._build_placement()
        self._show_list()
        self.list.go_to(0)
        self._fill()
        self.list.current_changed.connect(self._fill)
        yield
        self.finish(*self._list_buttons)
        yield

    def _build_list(self, canvas: QSize) -> None:
        self.section()
        self.name = TextField()
        self.name.setText(self._scene.name)
        self.name_field = self.add(_("Name"), self.name, _("What you call it, by voice too."))
        self._model = ItemModel[Placement](lambda placement: placement.id, self._row)
        empty = _("No picture is in the scene yet.")
        self.list = ItemList[Placement](_("Pictures"), empty, self._model, self)
        self.list.setMinimumHeight(round(self.fontMetrics().height() * 8))
        self.list_field = self.add(
            _("Pictures"), self.list, _("The last one is in front. Control+Up and Down move one.")
        )
        self._list_buttons = [
            push_button(_("Add picture"), _("Add picture"), self._add_picture, self),
            push_button(_("Remove picture"), _("Remove picture"), self._remove, self),
            push_button(_("To the back"), _("Move to the back"), lambda: self._move(-1), self),
            push_button(_("To the front"), _("Move to the front"), lambda: self._move(1), self),
        ]
        row = FlowLayout(fill=True)
        below = QVBoxLayout()
        self.form.addRow(below)
        below.addLayout(row)
        for button in self._list_buttons:
            row.addWidget(button)
        self.sketch = SceneSketch(canvas)
        below.addWidget(self.sketch, 1)
        self.list.lines = lambda: (
            (_("Remove picture"), self._remove),
            (_("Move to the back"), lambda: self._move(-1)),
            (_("Move to the front"), lambda: self._move(1)),
            (_("Add picture"), self._add_picture),
        )
        self.list.removed.connect(lambda _placement: self._remove())
        for keys, step in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda s=step: self._move(s))

    def _build_placement(self) -> Iterator[None]:
        self.section(_("The current picture"))
        self.source = Choice([(name, source) for source, name in self._names.items()])
        self.add(_("Source"), self.source)
        self.place = Choice([*((_(title), p) for p, title, _b in PLACES), (_("Own numbers"), OWN)])
        self.place_field = self.add(_("Place"), self.place)
        percent = [NumberField(low, 100, "%", places=1, step=5) for low in (0, 0, 1, 1)]
        self.numbers = percent
        titles = (_("From the left"), _("From the top"), _("Width"), _("Height"))
        self._numbers = [self.add(t, e) for t, e in zip(titles, percent, strict=True)]
        yield
        self.fit = Choice([(_(title), fit) for fit, title in FITS])
        self.add(_("Fitting"), self.fit)
        self.anchor = Choice([(_(title), ANCHORS[name]) for name, title in ANCHOR_TITLES])
        self.add(_("What stays when it is cropped"), self.anchor)
        self.rotation = Choice([(_(title), angle) for angle, title in ROTATIONS])
        self.add(_("Turned"), self.rotation)
        self.mirrored = Tick()
        self.add(_("Mirrored"), self.mirrored)
        self._choices = (self.source, self.place, self.fit, self.anchor, self.rotation)
        for choice in self._choices:
            choice.currentIndexChanged.connect(self._take)
        for number in percent:
            number.valueChanged.connect(self._take)
        self.mirrored.toggled.connect(self._take)

    # ---------------------------------------------------------------- the current placement
    @property
    def _current(self) -> int:
        return self.list.currentIndex().row()

    def _fill(self) -> None:
        """Show the current placement in the fields."""
        if not 0 <= self._current < len(self._placements):
            self._sketch()
            return
        placement = self._placements[self._current]
        blockers = [QSignalBlocker(w) for w in (*self._choices, *self.numbers, self.mirrored)]
        self.source.choose(placement.source, _("A source that is gone"))
        self.place.choose(place_of(placement))
        for editor, share in zip(self.numbers, box_of(placement), strict=True):
            editor.setValue(share * 100)
        self.fit.choose(placement.fit)
        anchor = (placement.anchor_x, placement.anchor_y)
        self.anchor.choose(anchor, _("As it is"))
        self.rotation.choose(placement.rotation)
        self.mirrored.setChecked(placement.is_mirrored)
        del blockers
        self._show_numbers()
        self._sketch()

    def _show_numbers(self) -> None:
        for field in self._numbers:
            field.show(shown=self.place.value == OWN)

    def _take(self) -> None:
        """Take the fields into the current placement."""
        if not 0 <= self._current < len(self._placements):
            return
        box = box_at(self.place.value)
        if box is None:
            x, y, width, height = (round(e.value() / 100, 4) for e in self.numbers)
            box = (x, y, width, height)
        anchor_x, anchor_y = self.anchor.value
        self._placements[self._current] = replace(
            self._placements[self._current],
            source=self.source.value,
            x=box[0],
            y=box[1],
            width=box[2],
            height=box[3],
            fit=self.fit.value,
            anchor_x=anchor_x,
            anchor_y=anchor_y,
            rotation=self.rotation.value,
            is_mirrored=self.mirrored.isChecked(),
        )
        self._show_numbers()
        self._show_list()

    # ---------------------------------------------------------------- the list
    def _show_list(self) -> None:
        self.list.set_items(tuple(self._placements))
        self._sketch()

    def _row(self, placement: Placement) -> Row:
        place = place_of(placement)
        detail = _(title_of(place))
        return Row(self._names.get(placement.source, _("A source that is gone")), (), detail)

    def _sketch(self) -> None:
        boxes = [(self._row(p).name, box_of(p)) for p in self._placements]
        self.sketch.show_boxes(boxes, self._current)

    def _add_picture(self) -> None:
        if not self._names:
            self.desk.tell(say("There are no picture sources yet. Add one first."))
            return
        used = {p.source for p in self._placements}
        source = next((s for s in self._names if s not in used), next(iter(self._names)))
        place = "lower-right" if self._placements else "whole"
        x, y, width, height = box_at(place) or (0.0, 0.0, 1.0, 1.0)
        placement = Placement(source, x, y, width, height)
        self._placements.append(placement)
        self._show_list()
        self.list.select(placement.id)
        self._fill()
        name = Name(self._names[source])
        self.desk.tell(say("{name} is added in front.", name=name))

    def _remove(self) -> None:
        if not 0 <= self._current < len(self._placements):
            self.desk.tell(say("There is no picture to remove."))
            return
        gone = self._placements.pop(self._current)
        self._show_list()
        self._fill()
        self.desk.tell(say("{name} is out of the scene.", name=Name(self._row(gone).name)))

    def _move(self, step: int) -> None:
        here = self._current
        there = here + step
        if not (0 <= here < len(self._placements) and 0 <= there < len(self._placements)):
            self.desk.tell(
                say("It is in front already.") if step > 0 else say("It is at the back already.")
            )
            return
        moved = self._placements.pop(here)
        self._placements.insert(there, moved)
        self._show_list()
        self.desk.tell(
            say(
                "{name} is number {place} of {count}.",
                name=Name(self._row(moved).name),
                place=there + 1,
                count=len(self._placements),
            )
        )

    # ---------------------------------------------------------------- ending
    def scene(self) -> Scene:
        """The scene as the form says it."""
        name = self.name.text().strip()
        return replace(self._scene, name=name, placements=tuple(self._placements))

    def problems(self) -> Iterable[Problem]:
        scene = self.scene()
        others = {s.name.casefold() for s in self.desk.link.state().scenes if s.id != scene.id}
        if not scene.name:
            yield self.name_field, say("Give it a name.")
        elif scene.name.casefold() in others:
            yield self.name_field, say("Another one has this name.")
        if not scene.placements:
            yield self.list_field, say("Add at least one picture.")
        for placement in scene.placements:
            if placement.x + placement.width > 1.001 or placement.y + placement.height > 1.001:
                self.list.select(placement.id)
                yield self.place_field, say("The place reaches over the edge of the picture.")
                return

    def save(self) -> None:
        self.desk.wish("scene.save", scene=self.scene())
