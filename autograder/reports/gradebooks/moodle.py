"""Know the gradebook that Moodle exports and imports, and its grading worksheet, in seven languages."""

import re

from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet, simplify

KNOWN_BY = (
    *("email_address", "username", "id_number", "identifier"),
    *("e_mail_adresse", "e_mail", "anmeldename", "id_nummer", "id"),
    *("adresse_de_courriel", "adresse_courriel", "nom_d_utilisateur", "numéro_d_identification", "identifiant"),
    *("dirección_de_correo", "dirección_email", "correo_electrónico", "nombre_de_usuario", "número_de_id"),
    *("indirizzo_email", "codice_identificativo", "identificativo"),
    *("endereço_de_email", "endereço_de_e_mail", "nome_de_utilizador", "nome_de_usuário", "número_de_identificação"),
    *("e_mailadres", "gebruikersnaam", "identificatie"),
    "identificador",
)
# Of its grading worksheet: "Participant 3047364", in the language of the site.
NUMBERED_BY = frozenset({"identifier", "id", "identifiant", "identificativo", "identificatie", "identificador"})
NAMED_BY = (
    *(("full_name",), ("first_name", "surname"), ("first_name", "last_name")),
    *(("vollständiger_name",), ("vorname", "nachname")),
    *(("nom_complet",), ("prénom", "nom"), ("prénom", "nom_de_famille")),
    *(("nombre_completo",), ("nombre", "apellido_s"), ("nombre", "apellidos")),
    *(("nome_completo",), ("nome", "cognome"), ("nome", "apelido"), ("nome", "sobrenome")),
    *(("volledige_naam",), ("voornaam", "achternaam")),
)
OTHERS = (
    *("institution", "department", "last_downloaded_from_this_course", "status"),
    *("abteilung", "zuletzt_aus_diesem_kurs_geladen", "département", "institución", "departamento"),
    *("istituzione", "dipartimento", "stato", "instituição", "estado", "instelling", "afdeling"),
)
TOTALS = re.compile(r"(course|category|kurs|cours|curso|kategorie|catégorie|categoría)\w*[\W_]+(total|gesamt)", re.I)
TOTALS_FIRST = re.compile(r"(gesamt|totale?)\W+(\w+\W+)?(kurs|cours|curso|corso|disciplina)|cursustotaal", re.I)
# "Assignment: 01_network (Real)". The same grade as a percentage or a letter is not for points.
SUFFIX = re.compile(r"\s*\(([^()]*)\)$")
NOT_POINTS = re.compile(
    r"percent|prozent|pourcent|porcent|lett[er]|buchstab|letra|feedback|rückmeld|com+ent|retro", re.I
)
MODULE = re.compile(r"^[^:()]{1,30}?\s?:\s?(?=\S)")
GRADE = ("grade", "bewertung", "note", "calificación", "valutazione", "nota", "cijfer")
COMMENTS = (
    *("feedback_comments", "feedback_als_kommentar", "feedback_als_kommentare"),
    *("commentaires_de_feedback", "comentarios_de_retroalimentación"),
)
CAN_CHANGE = (
    *("grade_can_be_changed", "bewertung_kann_geändert_werden", "bewertung_änderbar"),
    *("la_note_peut_être_modifiée", "la_calificación_puede_ser_cambiada", "la_calificación_puede_cambiarse"),
    *("la_valutazione_può_essere_cambiata", "a_nota_pode_ser_alterada", "het_cijfer_kan_gewijzigd_worden"),
)
NO = ("no", "nein", "non", "não", "nee")
MAXIMUM = (
    *("maximum_grade", "bestwertung", "note_maximale", "calificación_máxima"),
    *("valutazione_massima", "nota_máxima", "maximaal_cijfer"),
)


def _label(column: str) -> str | None:
    simple = simplify(column)
    people = {*KNOWN_BY, *OTHERS, *(name for group in NAMED_BY for name in group)}
    if simple in people or TOTALS.search(column) or TOTALS_FIRST.search(column):
        return None
    suffix = SUFFIX.search(column)
    if suffix and NOT_POINTS.search(suffix[1]):
        return None
    return MODULE.sub("", SUFFIX.sub("", column) if suffix else column)


def _find(sheet: Sheet, names: tuple[str, ...]) -> int | None:
    return next((number for number, name in enumerate(sheet.header) if simplify(name) in names), None)


def _find_only_column(sheet: Sheet) -> int | None:
    return _find(sheet, GRADE) if _find(sheet, MAXIMUM) is not None else None


def _find_comments(sheet: Sheet) -> int | None:
    return _find(sheet, COMMENTS)


def _find_locked(sheet: Sheet, column: int) -> list[int]:
    says = _find(sheet, CAN_CHANGE)
    return [] if says is None else [row for row in range(len(sheet.rows)) if sheet.read(row, says).casefold() in NO]


def _state_points(sheet: Sheet, column: int) -> list[str]:
    maximum = _find(sheet, MAXIMUM)
    return [] if maximum is None else [sheet.read(row, maximum) for row in range(1, len(sheet.rows))]


MOODLE = Platform(
    "Moodle",
    known_by=KNOWN_BY,
    numbered_by=NUMBERED_BY,
    named_by=NAMED_BY,
    label=_label,
    first_student=lambda sheet: 1,
    state_points=_state_points,
    find_locked=_find_locked,
    only_column=_find_only_column,
    find_comments=_find_comments,
)
