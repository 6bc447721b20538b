"""Gradebooks as Canvas and Moodle give them, and how to have them filled."""

from pathlib import Path
from typing import Any

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,01_network (4711),Homework 2 (12),Current Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,100.0,100,(read only)\r\n"
    '"Lovelace, Ada",17,S1,ADA,"S ""1""",,,=1+1\r\n'
    '"Builder, Bob",18,bob@uni.edu,b2,S,"12",5,\r\n'
    '"Student, Test",19,,,S,,,\r\n'
)
MOODLE = (
    '"First name",Surname,"ID number","Email address","Assignment: 01 Network (Real)",'
    '"Assignment: 01 Network (Percentage)","Course total (Real)"\n'
    "Ada,Lovelace,,Ada@uni.edu,-,-,-\n"
    'Bob,Builder,bob,b@uni.edu,"3,5",-,-'
)
MOODLES = {
    "de": "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: 01 Network (Punkte);Kurs gesamt\nA;L;;Ada;?;-\n",
    "fr": "Prénom,Nom,Adresse de courriel,Devoir : 01_network (Brut),Total du cours (Brut)\nA,L,ada,?,-\n",
    "es": "Nombre,Apellido(s),Dirección de correo,Tarea:network (Real),Tarea:network (Porcentaje)\nA,L,ada,?,-\n",
    "it": "Nome,Cognome,Indirizzo email,Compito: 01_network (Punteggio),Totale corso (Punteggio)\nA,L,ada,?,-\n",
    "pt": "Nome,Sobrenome,Endereço de email,Tarefa: network (Real),Total do curso (Real)\nA,L,ada,?,-\n",
    "nl": "Voornaam,Achternaam,E-mailadres,Opdracht: network (Punten),Cursustotaal (Punten)\nA,L,ada,?,-\n",
    "foglio": 'Identificativo,Nome completo,Indirizzo email,Valutazione,"Valutazione massima"\nP1,A,ada,"?","100,00"\n',
    "colons": 'Username:"Assignment: network (Real)":"Course total (Real)"\nada:?:-\n',
    "worksheet": "Identifier,Full name,Email address,Status,Grade,Maximum Grade\nParticipant 1,A L,ada,S,?,100.00\n",
    "Tabelle": 'ID,"Vollständiger Name",E-Mail-Adresse,Bewertung,Bestwertung\nTeilnehmer/in1,A,ada,"?","100,00"\n',
}


def fill(export: Any, *arguments: object, platform: str = "canvas") -> tuple[int, str, bytes | None]:
    """Run the export; give its status, what it said, and the file."""
    template, *folders = arguments
    status, said = export(platform, *folders, "--template", template, "--to", "filled.csv")
    target = Path("filled.csv")
    return status, said, target.read_bytes() if target.exists() else None


def refuse(export: Any, *arguments: object, platform: str = "canvas") -> str:
    """Run an export that must fail with one line and without a file; give the line."""
    status, said, content = fill(export, *arguments, platform=platform)
    assert (status, said.count("\n"), content) == (2, 1, None)
    return said
