"""Edits where a show is sent. A stream key goes in and never comes out."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from studio.model.destination import Destination, StreamKey
from studio.model.errors import OutputError
from studio.model.message import say, say_n
from studio.output.address import check_address
from studio.text import _
from studio.ui.choice import Choice
from studio.ui.desk import Desk
from studio.ui.fields import KeyField, TextField
from studio.ui.form import FormDialog, Problem
from studio.ui.merge import merged, newest
from studio.ui.services import SERVICES, service
from studio.ui.tick import Tick

COUNT_MS = 700
"""So long after the last letter of a stream key it is told how many there are."""


class DestinationDialog(FormDialog):
    """Makes a destination, or changes one; saving wishes for `destination.save`."""

    def __init__(
        self, desk: Desk, destination: Destination | None, parent: QWidget | None = None
    ) -> None:
        title = _("Edit destination") if destination else _("Add destination")
        super().__init__(title, desk, parent)
        # The keys are kept elsewhere, and nobody here can look: there may be one.
        self._may_have_key = destination is not None and destination.needs_key
        self._destination = destination or Destination("", "", SERVICES[0].id)
        self._key: StreamKey | None = None
        self._service = service(self._destination.service)
        self._build()
        self._fill()
        self._before = replace(self._form(), url=destination.url) if destination else None
        self.add_button(_("Save and test"), self._test)
        self.finish()

    def _build(self) -> None:
        self.section()
        self.service = Choice([(_(one.title), one.id) for one in SERVICES])
        self.add(_("Service"), self.service)
        self.name = TextField()
        self.name_field = self.add(_("Name"), self.name, _("What you call it, by voice too."))
        self.url = TextField()
        self.url_field = self.add(_("Address"), self.url)
        self.needs_key = Tick()
        self.add(_("The service wants a stream key"), self.needs_key)
        self.key = KeyField()
        self.key_field = self.add(_("Stream key"), self.key)
        # Nothing of a secret is spoken, so it is told how much of one there is.
        self._counting = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._counting.timeout.connect(self._count_key)
        self.key.textChanged.connect(lambda _text: self._counting.start())
        self.is_on = Tick()
        self.add(_("“Go live” sends to it"), self.is_on)
        self.service.currentIndexChanged.connect(self._follow_service)
        self.needs_key.toggled.connect(lambda on: self.key_field.show(shown=on))

    def _fill(self) -> None:
        destination = self._destination
        self.service.choose(self._service.id)
        self.name.setText(destination.name)
        self.url.setText(destination.url or self._service.url)
        self.needs_key.setChecked(destination.needs_key)
        self.is_on.setChecked(destination.is_on)
        self._tell_of_address()
        self._tell_of_key()
        self.key_field.show(shown=destination.needs_key)

    def _follow_service(self) -> None:
        """Put in what is known of the service, over nothing that the user wrote."""
        before, self._service = self._service, service(self.service.value)
        if self.url.text().strip() in ("", before.url):
            self.url.setText(self._service.url)
        if self.name.text().strip() in ("", _(before.title)) and self._service.id:
            self.name.setText(_(self._service.title))
        self._tell_of_address()

    def _tell_of_address(self) -> None:
        self.url_field.set_help(
            _("The usual address of this service.")
            if self._service.url
            else _("Paste the address that the service shows you, often beside the key.")
        )

    def _tell_of_key(self) -> None:
        self.key_field.set_help(
            _("Leave empty to keep the key that is kept, if any.")
            if self._may_have_key
            else _("It is kept safe and never shown.")
        )

    def destination(self) -> Destination:
        """The destination as it is now, with what was changed in the form; the key is apart."""
        form = self._form()
        if self._before is None:
            return form
        return merged(
            newest(self.desk.link.state().destinations, self._destination), self._before, form
        )

    def _form(self) -> Destination:
        """The destination as the form says it."""
        return replace(
            self._destination,
            name=self.name.text().strip(),
            url=self.url.text().strip(),
            service=self.service.value,
            needs_key=self.needs_key.isChecked(),
            is_on=self.is_on.isChecked(),
        )

    def new_key(self) -> StreamKey | None:
        """The key that was typed; None keeps the one there is."""
        typed = self.key.text().strip()
        return StreamKey(typed) if typed and self.needs_key.isChecked() else None

    def problems(self) -> Iterable[Problem]:
        destination, state = self.destination(), self.desk.link.state()
        others = {d.name.casefold() for d in state.destinations if d.id != destination.id}
        if not destination.name:
            yield self.name_field, say("Give it a name.")
        elif destination.name.casefold() in others:
            yield self.name_field, say("Another one has this name.")
        elif not destination.is_named:
            yield self.name_field, say("A name holds no address, such as “rtmp://”.")
        if not _is_address(destination):
            yield (
                self.url_field,
                say(
                    "An address begins with rtmp:// or rtmps://; a computer's name without any "
                    "password and a path follow."
                ),
            )
        if destination.needs_key and not self._may_have_key and self.new_key() is None:
            yield self.key_field, say("Paste the stream key that the service shows you.")
        elif (key := self.new_key()) and not key.is_plausible:
            yield self.key_field, say("This cannot be a stream key.")

    def save(self) -> None:
        # Once more too: what the first saving did may have been taken back in the meantime.
        key = self._key = self.new_key() or self._key
        self.key.clear()
        self._counting.stop()
        self._may_have_key = self._may_have_key or key is not None
        destination = self.destination()
        self.desk.wish("destination.save", destination=destination, key=key)
        if self._before is None:
            self._before = self._destination = destination

    def _count_key(self) -> None:
        count = len(self.key.text())
        told = say_n("{n} character.", "{n} characters.", count) if count else say("Empty.")
        self.desk.tell(told, "key")

    def _test(self) -> None:
        """Save, so that what is tested is what will be used, and try it."""
        if self.is_right():
            self.save()
            self._tell_of_key()
            self.desk.wish("destination.test", destination=self._destination.id)


def _is_address(destination: Destination) -> bool:
    try:
        check_address(destination)
    except OutputError:
        return False
    return " " not in destination.url
