"""Edits a picture source."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from studio.model.media import Size
from studio.model.message import say
from studio.model.scene import PictureKind, PictureSource
from studio.model.state import Devices
from studio.text import _, ngettext
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import NumberField, TextField
from studio.ui.finder import find_devices
from studio.ui.form import FormDialog, Problem
from studio.ui.merge import merged, newest
from studio.ui.path_field import PathField, choose_file
from studio.ui.tick import Tick

FILMS = "*.mp4 *.mkv *.mov *.webm *.avi *.m4v *.ts *.flv"
IMAGES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"
SIZES = (Size(640, 480), Size(1280, 720), Size(1920, 1080), Size(2560, 1440), Size(3840, 2160))


class PictureDialog(FormDialog):
    """Makes a picture source, or changes one; saving wishes for `source.save_picture`."""

    def __init__(
        self, desk: Desk, source: PictureSource | None, parent: QWidget | None = None
    ) -> None:
        title = _("Edit picture source") if source else _("Add picture source")
        super().__init__(title, desk, parent)
        self._source = source or PictureSource("", PictureKind.CAMERA)
        self._build()
        self._fill()
        self._before = self._form() if source else None
        self._follow_kind()
        self.finish()
        find_devices(desk.link, self._take_devices, self)

    def _build(self) -> None:
        self.section()
        self.name = TextField()
        self.name_field = self.add(_("Name"), self.name, _("What you call it, by voice too."))
        self.kind = Choice(
            (
                (_("Camera"), PictureKind.CAMERA),
                (_("Film or network camera"), PictureKind.MEDIA),
                (_("Still image"), PictureKind.IMAGE),
                (_("Test picture"), PictureKind.TEST),
            )
        )
        self.add(_("Kind"), self.kind)
        self.camera = Choice()
        self.camera_field = self.add(_("Camera"), self.camera, _("Looking for cameras …"))
        self.frame = Choice(((_("As the camera likes"), None), *((str(s), s) for s in SIZES)))
        self.size_field = self.add(_("Picture size"), self.frame, _("Width and height in pixels."))
        self.rate = NumberField(0, 120, _("per second"), places=0, step=5)
        self.rate.setSpecialValueText(_("As the camera likes"))
        self.rate_field = self.add(_("Pictures per second"), self.rate)
        self.film = PathField(_("Choose film"), choose_file(_("Choose film"), FILMS))
        self.film_field = self.add(
            _("File or address"),
            self.film,
            _("A film on this computer, or the address of a camera on the network."),
        )
        self.image = PathField(_("Choose image"), choose_file(_("Choose image"), IMAGES))
        self.image_field = self.add(_("Image file"), self.image)
        self.loop = Tick()
        self.loop_field = self.add(_("Begin again at the end"), self.loop)
        self.kind.currentIndexChanged.connect(self._follow_kind)

    def _fill(self) -> None:
        source = self._source
        self.name.setText(source.name)
        self.kind.choose(source.kind)
        self.camera.set_options([(_("The first one found"), "")])
        if source.kind is PictureKind.CAMERA:
            self.camera.choose(source.address)
        self.frame.choose(source.size)
        self.rate.setValue(source.rate)
        self.film.line.setText(source.address if source.kind is PictureKind.MEDIA else "")
        self.image.line.setText(source.address if source.kind is PictureKind.IMAGE else "")
        self.loop.setChecked(source.loop)

    def _take_devices(self, devices: Devices) -> None:
        first = (_("The first one found"), "")
        self.camera.set_options([first, *((name, name) for name in devices.cameras)])
        count = len(devices.cameras)
        found = ngettext("{n} camera was found.", "{n} cameras were found.", count)
        self.camera_field.set_help(found.format(n=count) if count else _("No camera was found."))
        self.camera_field.show(shown=self.kind.value is PictureKind.CAMERA)

    def _follow_kind(self) -> None:
        kind = self.kind.value
        for field in (self.camera_field, self.size_field, self.rate_field):
            field.show(shown=kind is PictureKind.CAMERA)
        self.film_field.show(shown=kind is PictureKind.MEDIA)
        self.loop_field.show(shown=kind is PictureKind.MEDIA)
        self.image_field.show(shown=kind is PictureKind.IMAGE)

    def source(self) -> PictureSource:
        """The source as it is now, with what was changed in the form."""
        form = self._form()
        if self._before is None:
            return form
        now = newest(self.desk.link.state().picture_sources, self._source)
        return merged(now, self._before, form, together=("kind", "address"))

    def _form(self) -> PictureSource:
        """The source as the form says it."""
        kind: PictureKind = self.kind.value
        addresses = {
            PictureKind.CAMERA: self.camera.value,
            PictureKind.MEDIA: self.film.path,
            PictureKind.IMAGE: self.image.path,
        }
        is_camera = kind is PictureKind.CAMERA
        return replace(
            self._source,
            name=self.name.text().strip(),
            kind=kind,
            address=addresses.get(kind) or "",
            size=self.frame.value if is_camera else None,
            rate=self.rate.value() if is_camera else 0.0,
            loop=self.loop.isChecked(),
        )

    def problems(self) -> Iterable[Problem]:
        source, state = self.source(), self.desk.link.state()
        others = {s.name.casefold() for s in state.picture_sources if s.id != source.id}
        if not source.name:
            yield self.name_field, say("Give it a name.")
        elif source.name.casefold() in others:
            yield self.name_field, say("Another one has this name.")
        if source.kind is PictureKind.MEDIA and not source.address:
            yield self.film_field, say("Choose a film, or enter an address.")
        if source.kind is PictureKind.IMAGE and not source.address:
            yield self.image_field, say("Choose an image.")

    def save(self) -> None:
        self.desk.wish("source.save_picture", source=self.source())
