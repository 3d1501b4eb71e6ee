# ruff: noqa: E501  # texts and expectations stand as they are
"""Invented ephemera: leaflets, calls, resolutions, and what a careful reader sees.

A case is a text and the blocks expected, one a line: kind with the level of a heading,
marker in square brackets, speaker in round ones, then `|` and the words it begins with.
`{xx}` stands for a paragraph of prose in language xx, wrapped by hand.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

PROSE = {
    "en": "Every winter the ferry to the island stops for weeks, and those who live "
    "there wait at the quay with their shopping. The council has promised a second "
    "boat for eleven years. We have heard the promise often enough, and we have seen "
    "that nothing was built.",
    "de": "Jeden Winter fällt die Fähre zur Insel wochenlang aus, und wer dort wohnt, "
    "steht mit den Einkäufen am Kai. Seit elf Jahren verspricht der Rat ein zweites "
    "Boot. Wir haben dieses Versprechen oft genug gehört und gesehen, dass nichts "
    "gebaut wurde.",
    "fr": "Chaque hiver le bac vers l’île s’arrête pendant des semaines, et ceux qui y "
    "vivent attendent sur le quai avec leurs courses. Le conseil promet un second "
    "bateau depuis onze ans. Nous avons assez entendu cette promesse et nous voyons "
    "que rien n’a été construit.",
    "es": "Cada invierno el barco a la isla se detiene durante semanas, y quienes viven "
    "allí esperan en el muelle con sus compras. El consejo promete un segundo barco "
    "desde hace once años. Hemos escuchado bastante esa promesa y vemos que nada se "
    "ha construido.",
    "it": "Ogni inverno il traghetto per l’isola si ferma per settimane, e chi vi abita "
    "aspetta sul molo con la spesa. Il consiglio promette una seconda barca da undici "
    "anni. Abbiamo sentito abbastanza questa promessa e vediamo che nulla è stato "
    "costruito.",
    "nl": "Elke winter ligt de veerboot naar het eiland wekenlang stil, en wie daar "
    "woont staat met de boodschappen op de kade. De raad belooft al elf jaar een "
    "tweede boot. Wij hebben die belofte vaak genoeg gehoord en zien dat er niets is "
    "gebouwd.",
    "pt": "Todos os invernos o barco para a ilha para durante semanas, e quem lá vive "
    "espera no cais com as compras. O conselho promete um segundo barco há onze anos. "
    "Já ouvimos bastante essa promessa e vemos que nada foi construído.",
    "pl": "Każdej zimy prom na wyspę staje na całe tygodnie, a ci, którzy tam mieszkają, "
    "czekają na nabrzeżu z zakupami. Rada od jedenastu lat obiecuje drugą łódź. Dość "
    "już słyszeliśmy tej obietnicy i widzimy, że niczego nie zbudowano.",
    "sv": "Varje vinter ligger färjan till ön stilla i veckor, och de som bor där står "
    "med sina kassar på kajen. Kommunen har lovat en andra båt i elva år. Vi har hört "
    "löftet tillräckligt ofta och ser att ingenting har byggts.",
    "tr": "Her kış adaya giden vapur haftalarca durur ve orada yaşayanlar ellerinde "
    "torbalarla iskelede bekler. Meclis on bir yıldır ikinci bir vapur söz veriyor. "
    "Bu sözü yeterince duyduk ve hiçbir şeyin yapılmadığını görüyoruz.",
    "el": "Κάθε χειμώνα το πλοίο για το νησί σταματά για εβδομάδες και όσοι ζουν εκεί "
    "περιμένουν στην προβλήτα με τα ψώνια τους. Το συμβούλιο υπόσχεται δεύτερο πλοίο "
    "εδώ και έντεκα χρόνια. Ακούσαμε αρκετά αυτή την υπόσχεση.",
    "ru": "Каждую зиму паром на остров останавливается на недели, и те, кто там живёт, "
    "ждут на причале с покупками. Совет одиннадцать лет обещает второй паром. Мы "
    "достаточно слышали это обещание и видим, что ничего не построено.",
    "uk": "Щозими пором на острів зупиняється на тижні, і ті, хто там живе, чекають на "
    "причалі з покупками. Рада одинадцять років обіцяє другий пором. Ми досить чули "
    "цю обіцянку і бачимо, що нічого не збудовано.",
    "ar": "في كل شتاء تتوقف العبارة إلى الجزيرة لأسابيع، ويقف من يعيشون هناك على "
    "الرصيف مع مشترياتهم. يعد المجلس بقارب ثان منذ أحد عشر عاما. لقد سمعنا هذا الوعد "
    "بما فيه الكفاية ونرى أن شيئا لم يبن.",
    "he": "בכל חורף המעבורת אל האי נעצרת לשבועות, ומי שגר שם מחכה על הרציף עם הקניות. "
    "המועצה מבטיחה סירה שנייה כבר אחת עשרה שנים. שמענו את ההבטחה הזאת די והותר ואנו "
    "רואים ששום דבר לא נבנה.",
    "hi": "हर सर्दी में द्वीप की नाव हफ्तों तक बंद रहती है और वहाँ रहने वाले लोग अपने सामान के साथ "
    "घाट पर प्रतीक्षा करते हैं। परिषद ग्यारह वर्षों से दूसरी नाव का वादा करती है। हमने यह वादा बहुत "
    "सुना है और देखते हैं कि कुछ नहीं बना।",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One text and what is expected of it; None where nothing is said of it."""

    name: str
    text: str
    blocks: str
    title: str | None = None
    actor: str | None = None
    date: str | None = None
    dates: str | None = None
    links: str | None = None


def fill(template: str, width: int = 70) -> str:
    """Put wrapped prose in place of `{xx}`."""

    def prose(match: re.Match[str]) -> str:
        return textwrap.fill(PROSE[match[1]], width)

    return re.sub(r"\{([a-z]{2})\}", prose, template.strip("\n")) + "\n"


CASES = (
    Case(
        name="en leaflet with calls at the end",
        text="""
A second boat for the island

{en}

{en}

Come to the town hall on Saturday, 7 October 2031, at noon.

Ferries for all!
No more waiting!
A second boat now!

Published and promoted by Jo Lind on behalf of the Harbour Civic League,
both at 1 Quay Street, Eastmere. Printed by Marsh & Sons, 4 Mill Lane.
""",
        blocks="""
heading1 | A second boat
paragraph | Every winter
paragraph | Every winter
paragraph | Come to the town hall
slogan | Ferries for all!
slogan | No more waiting!
slogan | A second boat now!
imprint | Published and promoted
""",
        title="A second boat for the island",
        actor="Harbour Civic League",
        dates="2031-10-07",
    ),
    Case(
        name="en call with ranges and days of the month before",
        text="""
**Call for days of action**

{en}

We call for days of action **from 7th of October until 21st of October**, with a
joint march on the 12th and 13th. Details: <https://boats.example.org/call>
and www.boats.example.org.

**Boats, not promises!**

**Open the harbour!**

— Coordinating committee of the Harbour Alliance
""",
        blocks="""
heading | Call for days of action
paragraph | Every winter
paragraph | We call for days of action from 7th of October until 21st
slogan | Boats, not promises!
slogan | Open the harbour!
signature | — Coordinating committee of the Harbour Alliance
""",
        title="Call for days of action",
        actor="Coordinating committee of the Harbour Alliance",
        dates="--10-07/--10-21 --10-12/--10-13",
        links="https://boats.example.org/call https://www.boats.example.org",
    ),
    Case(
        name="en statement with numbered demands",
        text="""
STATEMENT OF THE ISLAND COALITION

Eastmere, 3 March 2031

{en}

We demand:

1. a second boat before the next winter, paid for out of the harbour dues
   that are collected on the island;
2. one fare for all;
3. a timetable that is printed and kept.

Signed:
Island Tenants' Union
Harbour Pilots' Association
""",
        blocks="""
heading1 | STATEMENT OF THE ISLAND
imprint | Eastmere, 3 March 2031
paragraph | Every winter
paragraph | We demand:
item [1.] | 1. a second boat before the next winter, paid for out of the harbour dues that
item [2.] | 2. one fare
item [3.] | 3. a timetable
signature | Signed:
signature | Island Tenants' Union
signature | Harbour Pilots' Association
""",
        title="STATEMENT OF THE ISLAND COALITION",
        actor="ISLAND COALITION",
        date="2031-03-03",
        dates="2031-03-03",
    ),
    Case(
        name="en resolution with roman articles",
        text="""
Resolution on the ferry

I. The ferry

{en}

II. The quay

{en}

III. The fares

{en}

Adopted by the general assembly on 4 May 2031.
""",
        blocks="""
heading1 | Resolution on the ferry
heading2 [I.] | I. The ferry
paragraph | Every winter
heading2 [II.] | II. The quay
paragraph | Every winter
heading2 [III.] | III. The fares
paragraph | Every winter
paragraph | Adopted by
""",
        title="Resolution on the ferry",
        date="2031-05-04",
    ),
    Case(
        name="en exclamations in prose are no slogans",
        text="""
Letter to the town

Dear neighbours!

{en}

What a winter it was! We waited, and nobody came! Then the thaw set in and
the boats went out again, and it was as if nothing had ever happened.

Thank you! We mean it.

Yours faithfully,
Ada Marsh
Harbour Civic League
""",
        blocks="""
heading1 | Letter to the town
paragraph | Dear neighbours!
paragraph | Every winter
paragraph | What a winter
paragraph | Thank you! We mean it.
paragraph | Yours faithfully,
signature | Ada Marsh
signature | Harbour Civic League
""",
        title="Letter to the town",
    ),
    Case(
        name="en short sentences are no headings",
        text="""
The harbour and us

{en}

We will not move.

{en}

And that is that

{en}

Nobody asked us.
""",
        blocks="""
heading1 | The harbour and us
paragraph | Every winter
paragraph | We will not move.
paragraph | Every winter
heading | And that is that
paragraph | Every winter
paragraph | Nobody asked us.
""",
    ),
    Case(
        name="en quotations with speakers",
        text="""
Voices from the island

“I have waited for the boat since I was a child, and I am still waiting.”
— Ada Marsh, pilot

{en}

"The quay is falling into the sea," said Tom Reed, harbour master.

Mayor Jo Lind: “There will be a second boat, and it will be paid for this year.”

{en}
""",
        blocks="""
heading1 | Voices from
quotation (Ada Marsh, pilot) | “I have waited
signature | — Ada Marsh
paragraph | Every winter
quotation (Tom Reed, harbour master) | "The quay
quotation (Mayor Jo Lind) | Mayor Jo Lind: “There
paragraph | Every winter
""",
    ),
    Case(
        name="en markdown with headings, bold and lists",
        text="""
# Platform of the Harbour Alliance

*Adopted on 12 April 2031*

## Goals

1. A **second** boat
2. One fare

## Demands

- Free ferries for pupils
- A ferry every hour
    - also on Sundays

**Solidarity with the pilots!**

This work is licensed under CC BY-SA 4.0.
""",
        blocks="""
heading1 | Platform of
paragraph | Adopted on 12 April
heading2 | Goals
item1 [1.] | 1. A second boat
item1 [2.] | 2. One fare
heading2 | Demands
item1 [-] | Free ferries
item1 [-] | A ferry every hour
item2 [-] | also on Sundays
slogan | Solidarity with the pilots!
imprint | This work is licensed
""",
        title="Platform of the Harbour Alliance",
        actor="Harbour Alliance",
        date="2031-04-12",
    ),
    Case(
        name="en markdown with bold lines for headings",
        text="""
**The ferry and the town**

{en}

**Who pays**

{en}

**What we want**

* one fare
* one boat more
* one timetable

**Boats for all**
**Fares for none**
**Join us on the quay**

[Sign here](https://sign.example.org/boat)
""",
        blocks="""
heading | The ferry and the town
paragraph | Every winter
heading | Who pays
paragraph | Every winter
heading | What we want
item [*] | one fare
item [*] | one boat more
item [*] | one timetable
slogan | Boats for all
slogan | Fares for none
slogan | Join us on the quay
paragraph | Sign here
""",
        title="The ferry and the town",
        links="https://sign.example.org/boat",
    ),
    Case(
        name="en bulleted calls at the end",
        text="""
To all who live by the water

{en}

Our calls:

- Boats for the island!
- Open the books!
- Nobody waits alone!

Eastmere Harbour Committee, May 2031
""",
        blocks="""
heading1 | To all who
paragraph | Every winter
paragraph | Our calls:
slogan [-] | Boats for
slogan [-] | Open the books!
slogan [-] | Nobody waits
signature | Eastmere Harbour Committee
""",
        actor="Eastmere Harbour Committee",
        date="2031-05",
    ),
    Case(
        name="en run of lettered points",
        text="""
Motion to the assembly

{en}

The assembly resolves:

(a) to build a second boat and to name it after the first pilot of the
    harbour, who never learned to swim;
(b) to publish the timetable;
(c) to meet again on 1 June.
""",
        blocks="""
heading1 | Motion to
paragraph | Every winter
paragraph | The assembly resolves:
item [(a)] | (a) to build a second boat and to name it after the first pilot of the harbour, who
item [(b)] | (b) to publish
item [(c)] | (c) to meet
""",
        dates="--06-01",
    ),
    Case(
        name="en initials and years at line starts",
        text="""
The harbour in our time

{en}

I. Marsh and A. Reed wrote the first leaflet in a back room of the inn.

1990 was the year in which the ferry was sold, and it was bought back in
1995. After that the town forgot about it.

2001 brought the new quay.
""",
        blocks="""
heading1 | The harbour in our time
paragraph | Every winter
paragraph | I. Marsh
paragraph | 1990 was the year in which the ferry was sold, and it was bought back in 1995. After
paragraph | 2001 brought
""",
        dates="",
    ),
    Case(
        name="en articles with words",
        text="""
Charter of the Quay

Article One

{en}

Article Two

{en}

Article Three

{en}

Article Four

{en}
""",
        blocks="""
heading1 | Charter of the Quay
heading [Article One] | Article One
paragraph | Every winter
heading [Article Two] | Article Two
paragraph | Every winter
heading [Article Three] | Article Three
paragraph | Every winter
heading [Article Four] | Article Four
paragraph | Every winter
""",
        title="Charter of the Quay",
    ),
    Case(
        name="en goals with titles",
        text="""
Four goals for the town

Goal 1: Boats that run

{en}

Goal 2: Fares that are fair

{en}

Goal 3: A quay that stands

{en}
""",
        blocks="""
heading1 | Four goals
heading [Goal 1] | Goal 1: Boats
paragraph | Every winter
heading [Goal 2] | Goal 2: Fares
paragraph | Every winter
heading [Goal 3] | Goal 3: A quay
paragraph | Every winter
""",
    ),
    Case(
        name="en all capitals and a running list",
        text="""
VOTE ON THE SEVENTH

WHAT WE HAVE DONE

{en}

WHAT WE WILL DO:

* mend the quay
* buy a boat
* keep the timetable

WHO WE ARE

{en}
""",
        blocks="""
heading1 | VOTE ON
heading | WHAT WE HAVE DONE
paragraph | Every winter
heading | WHAT WE WILL DO:
item [*] | mend
item [*] | buy
item [*] | keep
heading | WHO WE ARE
paragraph | Every winter
""",
    ),
    Case(
        name="en coalition statement with list of signatories",
        text="""
Joint statement on the winter ferry

{en}

{en}

Signatories:

- Harbour Civic League
- Island Tenants' Union
- Friends of the Quay
- Ada Marsh, pilot
""",
        blocks="""
heading1 | Joint statement
paragraph | Every winter
paragraph | Every winter
signature | Signatories:
signature [-] | Harbour Civic League
signature [-] | Island Tenants
signature [-] | Friends of the Quay
signature [-] | Ada Marsh
""",
    ),
    Case(
        name="en press release",
        text="""
PRESS RELEASE
For immediate release – 9 November 2031

Island coalition calls off the blockade

{en}

"We stop today, but we will be back if nothing happens," says Ada Marsh.

Contact: press@harbour.example.org, +44 1632 960001
""",
        blocks="""
heading | PRESS RELEASE
imprint | For immediate release
heading | Island coalition calls off
paragraph | Every winter
quotation (Ada Marsh) | "We stop today
paragraph | Contact:
""",
        date="2031-11-09",
    ),
    Case(
        name="en two-level numbers",
        text="""
Programme for the harbour

1. Boats

1.1 The winter boat

{en}

1.2 The summer boat

{en}

2. Quays

2.1 The long quay

{en}
""",
        blocks="""
heading1 | Programme for the harbour
heading [1.] | 1. Boats
heading [1.1] | 1.1 The winter
paragraph | Every winter
heading [1.2] | 1.2 The summer
paragraph | Every winter
heading [2.] | 2. Quays
heading [2.1] | 2.1 The long
paragraph | Every winter
""",
    ),
    Case(
        name="en items over blank lines",
        text="""
Five points

1) The boat runs all winter, whatever the ice does, and if it cannot run
then a sledge runs in its place.

2) The fare is one coin.

3) The quay is mended.

4) The books are open to all who ask for them at the counter of the town
hall between nine and noon.

5) Nobody is left behind.
""",
        blocks="""
heading1 | Five points
item [1)] | 1) The boat runs all winter, whatever the ice does, and if it cannot run then a
item [2)] | 2) The fare
item [3)] | 3) The quay
item [4)] | 4) The books
item [5)] | 5) Nobody
""",
    ),
    Case(
        name="en licence and place lines",
        text="""
Why we march

{en}

Text: Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)
Printed in Eastmere, June 2031
© 2031 Harbour Civic League
""",
        blocks="""
heading1 | Why we march
paragraph | Every winter
imprint | Text: Creative Commons
imprint | Printed in Eastmere
imprint | © 2031
""",
        actor="Harbour Civic League",
        date="2031-06",
    ),
    Case(
        name="de Flugblatt with ViSdP",
        text="""
Heraus zum 1. Mai!

{de}

Seit dem 1. Mai 2029 warten wir auf das zweite Boot. Vom 3. bis 5. Juni
fahren wir deshalb selbst.

Kommt alle:

- Demonstration am 12.5.2031, 14 Uhr, Rathausplatz
- Versammlung am 20. Mai, 19 Uhr, Hafenkneipe

Ein Boot für alle!
Hoch die Segel!

V.i.S.d.P.: Jo Lind, Hafenstraße 1, 00000 Ostmeer
Eigendruck im Selbstverlag
""",
        blocks="""
heading1 | Heraus zum 1. Mai!
paragraph | Jeden Winter
paragraph | Seit dem 1. Mai 2029
paragraph | Kommt alle:
item [-] | Demonstration am
item [-] | Versammlung am
slogan | Ein Boot für alle!
slogan | Hoch die Segel!
imprint | V.i.S.d.P.
imprint | Eigendruck
""",
        title="Heraus zum 1. Mai!",
        dates="--05-01 2029-05-01 --06-03/--06-05 2031-05-12 --05-20",
    ),
    Case(
        name="de Datum at line start is no item",
        text="""
Aus der Chronik

{de}

1. Mai: Kundgebung am Kai.

2. Juni 2031: Das Boot fährt nicht.

3. Oktober: Das Boot fährt wieder nicht.

{de}
""",
        blocks="""
heading1 | Aus der Chronik
paragraph | Jeden Winter
paragraph | 1. Mai
paragraph | 2. Juni
paragraph | 3. Oktober
paragraph | Jeden Winter
""",
        dates="--05-01 2031-06-02 --10-03",
    ),
    Case(
        name="de paragraphs with section sign",
        text="""
Satzung des Hafenbundes

§ 1 Name und Sitz

{de}

§ 2 Zweck

{de}

§ 3 Mitglieder

{de}

Beschlossen am 4. März 2031 in Ostmeer.
""",
        blocks="""
heading1 | Satzung des
heading [§ 1] | § 1 Name
paragraph | Jeden Winter
heading [§ 2] | § 2 Zweck
paragraph | Jeden Winter
heading [§ 3] | § 3 Mitglieder
paragraph | Jeden Winter
paragraph | Beschlossen am
""",
        date="2031-03-04",
    ),
    Case(
        name="de Ziele",
        text="""
Programm des Hafenbundes

Ziel 1

{de}

Ziel 2

{de}

Ziel 3

{de}

Ziel 4

{de}

Herausgeber: Hafenbund Ostmeer
Stand: Juni 2031
""",
        blocks="""
heading1 | Programm des Hafenbundes
heading [Ziel 1] | Ziel 1
paragraph | Jeden Winter
heading [Ziel 2] | Ziel 2
paragraph | Jeden Winter
heading [Ziel 3] | Ziel 3
paragraph | Jeden Winter
heading [Ziel 4] | Ziel 4
paragraph | Jeden Winter
imprint | Herausgeber
imprint | Stand: Juni 2031
""",
        actor="Hafenbund Ostmeer",
        date="2031-06",
    ),
    Case(
        name="de Aufruf with Markdown",
        text="""
## Aufruf zur Hafenkonferenz

Vom **7. bis 9. November 2031** treffen wir uns in Ostmeer. Am 8. gibt es
ein Fest.

### Wir fordern

* ein zweites Boot
* _einen_ Preis für alle

> Das Meer gehört allen.
> — Ada Marsh

Mehr unter <http://hafen.example.org> oder kontakt@hafen.example.org

**Leinen los!**
""",
        blocks="""
heading2 | Aufruf zur
paragraph | Vom 7. bis 9. November 2031 treffen
heading3 | Wir fordern
item [*] | ein zweites
item [*] | einen Preis
quotation (Ada Marsh) | Das Meer gehört allen.
paragraph | Mehr unter
slogan | Leinen los!
""",
        title="Aufruf zur Hafenkonferenz",
        dates="2031-11-07/2031-11-09 2031-11-08",
    ),
    Case(
        name="fr tract",
        text="""
Un second bateau, maintenant !

{fr}

Rendez-vous du 3 au 5 juin 2031, puis le 14 juillet, place du Port.

Nous exigeons :
– un second bateau ;
– un seul tarif ;
– des comptes publics.

Le port est à nous !
Pas de bateau, pas de paix !

Imprimé par nos soins – Ne pas jeter sur la voie publique
""",
        blocks="""
heading1 | Un second bateau
paragraph | Chaque hiver
paragraph | Rendez-vous du 3
paragraph | Nous exigeons :
item [–] | – un second bateau ;
item [–] | – un seul tarif ;
item [–] | – des comptes publics.
slogan | Le port est à nous !
slogan | Pas de bateau
imprint | Imprimé par nos soins
""",
        dates="2031-06-03/2031-06-05 --07-14",
    ),
    Case(
        name="fr résolution signed",
        text="""
Résolution du comité du port

{fr}

Article premier

{fr}

Article 2

{fr}

Article 3

{fr}

Fait à Estmer, le 1er août 2031

Le comité de coordination du port
""",
        blocks="""
heading1 | Résolution
paragraph | Chaque hiver
heading [Article premier] | Article premier
paragraph | Chaque hiver
heading [Article 2] | Article 2
paragraph | Chaque hiver
heading [Article 3] | Article 3
paragraph | Chaque hiver
imprint | Fait à Estmer
signature | Le comité de coordination
""",
        date="2031-08-01",
        dates="2031-08-01",
    ),
    Case(
        name="fr citation",
        text="""
Paroles de quai

« J’attends le bateau depuis l’enfance, et j’attends encore aujourd’hui. »
— Ada Marsh, pilote

{fr}
""",
        blocks="""
heading1 | Paroles de quai
quotation (Ada Marsh, pilote) | « J’attends
paragraph | Chaque hiver
""",
    ),
    Case(
        name="es convocatoria",
        text="""
Convocatoria: el 8 de marzo paramos

{es}

Del 7 al 21 de octubre de 2031 habrá jornadas de acción. El 12 y el 13
marchamos juntas.

¡Un barco para todas!
¡El puerto no se vende!

Edita: Asamblea del Puerto, Estmar, 2031
""",
        blocks="""
heading1 | Convocatoria
paragraph | Cada invierno
paragraph | Del 7 al 21
slogan | ¡Un barco
slogan | ¡El puerto
imprint | Edita:
""",
        actor="Asamblea del Puerto",
        dates="--03-08 2031-10-07/2031-10-21 2031-10-12/2031-10-13",
    ),
    Case(
        name="es puntos con números romanos",
        text="""
PLATAFORMA DEL PUERTO

I.- El barco

{es}

II.- El muelle

{es}

III.- La tarifa

{es}

Comité Coordinador del Puerto
Estmar, 15 de mayo de 2031
""",
        blocks="""
heading1 | PLATAFORMA DEL
heading [I.-] | I.- El barco
paragraph | Cada invierno
heading [II.-] | II.- El muelle
paragraph | Cada invierno
heading [III.-] | III.- La tarifa
paragraph | Cada invierno
signature | Comité Coordinador
imprint | Estmar, 15 de mayo
""",
        actor="Comité Coordinador del Puerto",
        date="2031-05-15",
    ),
    Case(
        name="it volantino",
        text="""
Una seconda barca subito!

{it}

Ci vediamo dal 3 al 5 giugno 2031 sul molo.

Vogliamo:
1) una seconda barca;
2) una sola tariffa;
3) conti aperti.

Il porto è di tutti!

Stampato in proprio, Estmare, maggio 2031
""",
        blocks="""
heading1 | Una seconda
paragraph | Ogni inverno
paragraph | Ci vediamo
paragraph | Vogliamo:
item [1)] | 1) una
item [2)] | 2) una
item [3)] | 3) conti
slogan | Il porto è di tutti!
imprint | Stampato in proprio
""",
        dates="2031-06-03/2031-06-05 2031-05",
        date="2031-05",
    ),
    Case(
        name="nl oproep",
        text="""
Oproep aan alle eilanders

{nl}

Van 7 tot en met 21 oktober varen wij zelf. Op 12 en 13 oktober is er feest.

Onze eisen

1. een tweede boot
2. één tarief
3. open boeken

Een boot voor iedereen!

Uitgave van Havenbond Oostmeer
""",
        blocks="""
heading1 | Oproep aan
paragraph | Elke winter
paragraph | Van 7 tot
heading | Onze eisen
item [1.] | 1. een
item [2.] | 2. één
item [3.] | 3. open
slogan | Een boot
imprint | Uitgave van
""",
        actor="Havenbond Oostmeer",
        dates="--10-07/--10-21 --10-12/--10-13",
    ),
    Case(
        name="pt manifesto",
        text="""
Manifesto do Porto

{pt}

Artigo 1.º

{pt}

Artigo 2.º

{pt}

Artigo 3.º

{pt}

De 3 a 5 de junho de 2031 estaremos no cais.

O cais é nosso!

Impresso em Estemar, 2031
""",
        blocks="""
heading1 | Manifesto do Porto
paragraph | Todos os
heading [Artigo 1.º] | Artigo 1.º
paragraph | Todos os
heading [Artigo 2.º] | Artigo 2.º
paragraph | Todos os
heading [Artigo 3.º] | Artigo 3.º
paragraph | Todos os
paragraph | De 3 a 5
slogan | O cais é nosso!
imprint | Impresso em
""",
        dates="2031-06-03/2031-06-05",
    ),
    Case(
        name="pl ulotka",
        text="""
Druga łódź dla wyspy!

{pl}

Od 7 do 21 października 2031 r. zapraszamy na nabrzeże.

Żądamy:
• drugiej łodzi
• jednej taryfy

Port dla wszystkich!

Wydawca: Liga Portowa, Wschodnie Morze
""",
        blocks="""
heading1 | Druga łódź
paragraph | Każdej zimy
paragraph | Od 7 do
paragraph | Żądamy:
item [•] | • drugiej
item [•] | • jednej
slogan | Port dla wszystkich!
imprint | Wydawca:
""",
        actor="Liga Portowa",
        dates="2031-10-07/2031-10-21",
    ),
    Case(
        name="sv upprop",
        text="""
Upprop från hamnen

{sv}

Den 7 oktober 2031 samlas vi på kajen, och den 8–9 november igen.

En båt för alla!
Öppna böckerna!

Ansvarig utgivare: Jo Lind, Hamnförbundet
""",
        blocks="""
heading1 | Upprop
paragraph | Varje vinter
paragraph | Den 7 oktober
slogan | En båt
slogan | Öppna
imprint | Ansvarig utgivare
""",
        dates="2031-10-07 --11-08/--11-09",
    ),
    Case(
        name="tr bildiri",
        text="""
Ada için ikinci vapur

{tr}

Madde 1

{tr}

Madde 2

{tr}

Madde 3

{tr}

7 Ekim 2031 günü iskeledeyiz.

Liman hepimizindir!

— Liman Birliği Koordinasyon Komitesi
""",
        blocks="""
heading1 | Ada için
paragraph | Her kış
heading [Madde 1] | Madde 1
paragraph | Her kış
heading [Madde 2] | Madde 2
paragraph | Her kış
heading [Madde 3] | Madde 3
paragraph | Her kış
paragraph | 7 Ekim 2031
slogan | Liman hepimizindir!
signature | — Liman Birliği
""",
        actor="Liman Birliği Koordinasyon Komitesi",
        dates="2031-10-07",
    ),
    Case(
        name="el διακήρυξη",
        text="""
Διακήρυξη του λιμανιού

{el}

Άρθρο 1

{el}

Άρθρο 2

{el}

Άρθρο 3

{el}

Στις 7 Οκτωβρίου 2031 κατεβαίνουμε στην προβλήτα.

Το λιμάνι είναι δικό μας!
""",
        blocks="""
heading1 | Διακήρυξη
paragraph | Κάθε χειμώνα
heading [Άρθρο 1] | Άρθρο 1
paragraph | Κάθε χειμώνα
heading [Άρθρο 2] | Άρθρο 2
paragraph | Κάθε χειμώνα
heading [Άρθρο 3] | Άρθρο 3
paragraph | Κάθε χειμώνα
paragraph | Στις 7
slogan | Το λιμάνι
""",
        dates="2031-10-07",
    ),
    Case(
        name="ru листовка",
        text="""
Второй паром — сейчас!

{ru}

С 7 по 21 октября 2031 года мы выходим на причал.

Мы требуем:
1. второго парома;
2. одного тарифа;
3. открытых книг.

Порт для всех!

Координационный комитет Портового союза
""",
        blocks="""
heading1 | Второй паром
paragraph | Каждую зиму
paragraph | С 7 по 21
paragraph | Мы требуем:
item [1.] | 1. второго
item [2.] | 2. одного
item [3.] | 3. открытых
slogan | Порт для всех!
signature | Координационный комитет
""",
        actor="Координационный комитет Портового союза",
        dates="2031-10-07/2031-10-21",
    ),
    Case(
        name="uk заява",
        text="""
Заява Портової спілки

{uk}

7 жовтня 2031 року чекаємо на причалі.

Порт для всіх!

— Координаційний комітет Портової спілки
""",
        blocks="""
heading1 | Заява
paragraph | Щозими
paragraph | 7 жовтня
slogan | Порт для всіх!
signature | — Координаційний
""",
        dates="2031-10-07",
    ),
    Case(
        name="ar بيان",
        text="""
بيان لجنة الميناء

{ar}

المادة ١

{ar}

المادة ٢

{ar}

المادة ٣

{ar}

في ٧ أكتوبر ٢٠٣١ نلتقي على الرصيف.

الميناء لنا جميعا!
""",
        blocks="""
heading1 | بيان لجنة
paragraph | في كل
heading [المادة ١] | المادة ١
paragraph | في كل
heading [المادة ٢] | المادة ٢
paragraph | في كل
heading [المادة ٣] | المادة ٣
paragraph | في كل
paragraph | في ٧
slogan | الميناء لنا
""",
        dates="2031-10-07",
    ),
    Case(
        name="he כרוז",
        text="""
כרוז ועד הנמל

{he}

סעיף א

{he}

סעיף ב

{he}

סעיף ג

{he}

ב-7 באוקטובר 2031 ניפגש על הרציף.

הנמל של כולנו!
""",
        blocks="""
heading1 | כרוז
paragraph | בכל חורף
heading [סעיף א] | סעיף א
paragraph | בכל חורף
heading [סעיף ב] | סעיף ב
paragraph | בכל חורף
heading [סעיף ג] | סעיף ג
paragraph | בכל חורף
paragraph | ב-7
slogan | הנמל של
""",
        dates="2031-10-07",
    ),
    Case(
        name="hi घोषणा",
        text="""
बंदरगाह की घोषणा

{hi}

अनुच्छेद १

{hi}

अनुच्छेद २

{hi}

अनुच्छेद ३

{hi}

७ अक्टूबर २०३१ को घाट पर मिलें।

बंदरगाह सबका है!
""",
        blocks="""
heading1 | बंदरगाह की
paragraph | हर सर्दी
heading [अनुच्छेद १] | अनुच्छेद १
paragraph | हर सर्दी
heading [अनुच्छेद २] | अनुच्छेद २
paragraph | हर सर्दी
heading [अनुच्छेद ३] | अनुच्छेद ३
paragraph | हर सर्दी
paragraph | ७ अक्टूबर
slogan | बंदरगाह सबका
""",
        dates="2031-10-07",
    ),
    Case(
        name="zh 声明",
        text="""
港口联盟声明

每年冬天通往岛上的渡船都会停航数周，住在那里的人带着东西在码头等候。市议会十一年来一直承诺第二条船。

一、增加第二条渡船；
二、统一票价；
三、公开账目。

我们将于2031年10月7日至10日在码头集会。

港口属于人民！

港口联盟协调委员会
2031年10月1日
""",
        blocks="""
heading1 | 港口联盟声明
paragraph | 每年冬天
item [一、] | 一、增加
item [二、] | 二、统一
item [三、] | 三、公开
paragraph | 我们将于
slogan | 港口属于人民！
signature | 港口联盟协调委员会
imprint | 2031年10月1日
""",
        actor="港口联盟协调委员会",
        date="2031-10-01",
        dates="2031-10-07/2031-10-10 2031-10-01",
    ),
    Case(
        name="ja 声明",
        text="""
港の声明

毎年冬になると島への渡し船は何週間も止まり、島に住む人々は買い物袋を持って桟橋で待つことになる。市議会は十一年前から二隻目の船を約束している。

第1条

港はすべての人に開かれていなければならない。誰も締め出されてはならない。

第2条

運賃は一つでなければならない。これはすべての区間に適用される。

第3条

帳簿は公開されなければならない。誰でも閲覧できるようにする。

2031年5月1日、桟橋に集まろう。

船をもう一隻！
""",
        blocks="""
heading1 | 港の声明
paragraph | 毎年冬
heading [第1条] | 第1条
paragraph | 港は
heading [第2条] | 第2条
paragraph | 運賃は
heading [第3条] | 第3条
paragraph | 帳簿は
paragraph | 2031年5月1日
slogan | 船をもう一隻！
""",
        dates="2031-05-01",
    ),
    Case(
        name="th แถลงการณ์",
        text="""
แถลงการณ์ท่าเรือ

ทุกฤดูหนาวเรือข้ามฟากไปเกาะหยุดเดินหลายสัปดาห์ และผู้ที่อยู่ที่นั่นต้องรอที่ท่าเรือพร้อมของที่ซื้อมา

ข้อ ๑

ท่าเรือต้องเปิดสำหรับทุกคนโดยไม่มีข้อยกเว้นใดๆ ทั้งสิ้น

ข้อ ๒

ค่าโดยสารต้องเป็นราคาเดียวกันสำหรับทุกคนที่ใช้เรือ

ข้อ ๓

บัญชีต้องเปิดเผยต่อสาธารณะทุกปีโดยไม่ต้องร้องขอ
""",
        blocks="""
heading1 | แถลงการณ์
paragraph | ทุกฤดูหนาว
heading [ข้อ ๑] | ข้อ ๑
paragraph | ท่าเรือ
heading [ข้อ ๒] | ข้อ ๒
paragraph | ค่าโดยสาร
heading [ข้อ ๓] | ข้อ ๓
paragraph | บัญชี
""",
    ),
    Case(
        name="ko 성명",
        text="""
항구 연대 성명

매년 겨울 섬으로 가는 배가 몇 주 동안 멈추고 그곳에 사는 사람들은 장바구니를 들고 부두에서 기다린다. 시의회는 십일 년째 두 번째 배를 약속하고 있다.

제1조

항구는 모든 사람에게 열려 있어야 한다.

제2조

요금은 하나여야 한다. 이것은 모든 구간에 적용된다.

제3조

장부는 공개되어야 한다. 누구나 볼 수 있어야 한다.

2031년 10월 7일 부두에서 만나자.

항구는 모두의 것이다!
""",
        blocks="""
heading1 | 항구 연대 성명
paragraph | 매년 겨울
heading [제1조] | 제1조
paragraph | 항구는 모든
heading [제2조] | 제2조
paragraph | 요금은
heading [제3조] | 제3조
paragraph | 장부는
paragraph | 2031년 10월 7일
slogan | 항구는 모두의
""",
        dates="2031-10-07",
    ),
    Case(
        name="en dash list with a dash inside a sentence",
        text="""
What the boat is

{en}

The boat – an old one, built in the yard behind the inn, where the tide
– when it comes – lifts it off the mud – is all that the island has, and
nobody knows for how long it will last.

We need
- a boat
- a quay
- a bell
""",
        blocks="""
heading1 | What the boat
paragraph | Every winter
paragraph | The boat – an old one, built in the yard behind the inn, where the tide – when it comes
paragraph | We need
item [-] | a boat
item [-] | a quay
item [-] | a bell
""",
    ),
    Case(
        name="en masthead and date line before the title",
        text="""
HARBOUR CIVIC LEAGUE
Newsletter No. 14 – 3 May 2031

A second boat for the island

{en}

{en}
""",
        blocks="""
heading | HARBOUR CIVIC LEAGUE
imprint | Newsletter No. 14
heading | A second boat
paragraph | Every winter
paragraph | Every winter
""",
        title="A second boat for the island",
        actor="HARBOUR CIVIC LEAGUE",
        date="2031-05-03",
    ),
    Case(
        name="en contents page first",
        text="""
Contents

Boats ........ 3
Quays ........ 7
Fares ........ 12

A Harbour for All

{en}

{en}
""",
        blocks="""
contents | Contents
contents | Boats
contents | Quays
contents | Fares
heading | A Harbour for All
paragraph | Every winter
paragraph | Every winter
""",
        title="A Harbour for All",
    ),
    Case(
        name="en indented paragraphs without empty lines",
        text="\n".join(
            (
                "The old ferry",
                "",
                *("  " + fill("{en}").replace("\n", "\n", 1).rstrip(),) * 3,
            )
        ),
        blocks="""
heading1 | The old ferry
paragraph | Every winter
paragraph | Every winter
paragraph | Every winter
""",
    ),
    Case(
        name="en demands with titles on the same line",
        text="""
Our demands

Demand 1. The boat must run every day of the year, on Sundays too, and in
ice as in fog.

Demand 2. The fare must be the same for all who board it, wherever they
live and whatever they carry.

Demand 3. The books must be open.
""",
        blocks="""
heading1 | Our demands
item [Demand 1.] | Demand 1. The boat must run every day of the year, on Sundays too, and in ice
item [Demand 2.] | Demand 2. The fare
item [Demand 3.] | Demand 3. The books
""",
    ),
    Case(
        name="en ordinals as section heads",
        text="""
Theses on the sea

First: Nobody owns the sea, and nobody may close it to those who have lived
beside it since before there were maps.

Second: What is caught belongs to the boat, and the boat belongs to those
who row it.

Third: The harbour is a road.
""",
        blocks="""
heading1 | Theses on the sea
item [First] | First: Nobody
item [Second] | Second: What
item [Third] | Third: The harbour
""",
    ),
    Case(
        name="en slogan as motto under the title",
        text="""
Harbour Alliance

One harbour, one fare!

{en}

{en}
""",
        blocks="""
heading1 | Harbour Alliance
slogan | One harbour, one fare!
paragraph | Every winter
paragraph | Every winter
""",
        actor="Harbour Alliance",
    ),
    Case(
        name="en questions and answers are no slogans",
        text="""
Questions and answers

Who pays for the boat?

{en}

When does it come?

{en}
""",
        blocks="""
heading1 | Questions and answers
heading | Who pays for the boat?
paragraph | Every winter
heading | When does it come?
paragraph | Every winter
""",
    ),
    Case(
        name="en markdown underlined headings and rule",
        text="""
Harbour for all
===============

{en}

Boats
-----

{en}

---

Harbour Alliance, Eastmere
""",
        blocks="""
heading1 | Harbour for all
paragraph | Every winter
heading2 | Boats
paragraph | Every winter
signature | Harbour Alliance, Eastmere
""",
        title="Harbour for all",
    ),
    Case(
        name="en text in one line a paragraph",
        text="The quay is ours\n\n"
        + PROSE["en"]
        + "\n"
        + PROSE["en"]
        + "\n\nBoats for all!\nNo tolls!\n\nHarbour Civic League, 2 June 2031\n",
        blocks="""
heading1 | The quay
paragraph | Every winter
paragraph | Every winter
slogan | Boats for all!
slogan | No tolls!
signature | Harbour Civic League
""",
        actor="Harbour Civic League",
        date="2031-06-02",
    ),
    Case(
        name="it comunicato with ordinal articles",
        text="""
COMUNICATO DEL COORDINAMENTO

{it}

Articolo primo

{it}

Articolo secondo

{it}

Articolo terzo

{it}

Licenza: CC BY-NC 4.0
""",
        blocks="""
heading1 | COMUNICATO
paragraph | Ogni inverno
heading [Articolo primo] | Articolo primo
paragraph | Ogni inverno
heading [Articolo secondo] | Articolo secondo
paragraph | Ogni inverno
heading [Articolo terzo] | Articolo terzo
paragraph | Ogni inverno
imprint | Licenza:
""",
    ),
    Case(
        name="pl uchwała with section signs",
        text="""
Uchwała zebrania

§ 1

{pl}

§ 2

{pl}

§ 3

{pl}
""",
        blocks="""
heading1 | Uchwała
heading [§ 1] | § 1
paragraph | Każdej zimy
heading [§ 2] | § 2
paragraph | Każdej zimy
heading [§ 3] | § 3
paragraph | Każdej zimy
""",
    ),
    Case(
        name="ru статьи and подпись",
        text="""
ДЕКЛАРАЦИЯ ПОРТА

Статья I

{ru}

Статья II

{ru}

Статья III

{ru}

Отпечатано в типографии «Маяк», 1 мая 2031 г.
""",
        blocks="""
heading1 | ДЕКЛАРАЦИЯ
heading [Статья I] | Статья I
paragraph | Каждую зиму
heading [Статья II] | Статья II
paragraph | Каждую зиму
heading [Статья III] | Статья III
paragraph | Каждую зиму
imprint | Отпечатано
""",
        date="2031-05-01",
    ),
    Case(
        name="en resolution with whereas clauses",
        text="""
Resolution 14

WHEREAS the ferry stopped for six weeks in the last winter, and for five in
the winter before it; and

WHEREAS the council has received the dues of all those weeks;

RESOLVED, That the dues be paid back; and

RESOLVED FURTHER, That a second boat be built.
""",
        blocks="""
heading1 | Resolution 14
paragraph | WHEREAS the ferry
paragraph | WHEREAS the council
paragraph | RESOLVED, That
paragraph | RESOLVED FURTHER
""",
        title="Resolution 14",
    ),
    Case(
        name="en hash tags and mentions",
        text="""
Why we sail

{en}

#BoatsForAll #OpenTheQuay
Follow us: www.boats.example.org/sail, @boats@social.example.org
""",
        blocks="""
heading1 | Why we sail
paragraph | Every winter
slogan | #BoatsForAll
paragraph | Follow us
""",
        links="https://www.boats.example.org/sail",
    ),
    Case(
        name="de Zitat mit Sprecherin",
        text="""
Stimmen vom Kai

„Wir warten seit elf Jahren auf das zweite Boot“, sagt Ada Marsh, Lotsin.

Jo Lind: „Das Boot kommt, und es kommt noch in diesem Jahr, so wahr ich hier stehe.“

{de}
""",
        blocks="""
heading1 | Stimmen vom Kai
quotation (Ada Marsh, Lotsin) | „Wir warten
quotation (Jo Lind) | Jo Lind: „Das
paragraph | Jeden Winter
""",
    ),
    Case(
        name="es lista con letras y firma",
        text="""
Acuerdo de la asamblea

{es}

a) construir un segundo barco;
b) publicar los horarios;
c) reunirse de nuevo el 1 de junio.

Firmado: Asamblea del Puerto
""",
        blocks="""
heading1 | Acuerdo
paragraph | Cada invierno
item [a)] | a) construir
item [b)] | b) publicar
item [c)] | c) reunirse
signature | Firmado:
""",
        dates="--06-01",
    ),
    Case(
        name="en nested plain list",
        text="""
Plan for the quay

{en}

1. Stones
   - from the hill
   - from the beach
2. Wood
   - oak
   - pine
3. Iron
""",
        blocks="""
heading1 | Plan for
paragraph | Every winter
item1 [1.] | 1. Stones
item2 [-] | from the hill
item2 [-] | from the beach
item1 [2.] | 2. Wood
item2 [-] | oak
item2 [-] | pine
item1 [3.] | 3. Iron
""",
    ),
    Case(
        name="de Paragraphen, umbrochene Daten, Unterschrift",
        text="""
Aufruf an alle Mieter

Seit dem 1. Mai stehen am Lindenufer vierzig Wohnungen leer. Vom 3. bis zum 17.
Juni soll geräumt werden, obwohl das Verfahren noch läuft. Am 20. und 21. Juni
2031 treffen wir uns im Gemeindehaus.

§ 1 Leerstand
Wer eine Wohnung lange leer stehen lässt, zahlt eine Abgabe.

§ 2 Miete
Die Miete darf ein Drittel des Einkommens nicht übersteigen.

§ 3 Mitsprache
Jedes Haus wählt einen Rat.

Für die Mieterversammlung Lindenufer
""",
        blocks="""
heading1 | Aufruf
paragraph | Seit dem 1. Mai
heading [§ 1] | § 1 Leerstand
paragraph | Wer eine
heading [§ 2] | § 2 Miete
paragraph | Die Miete
heading [§ 3] | § 3 Mitsprache
paragraph | Jedes Haus
signature | Für die
""",
        actor="Mieterversammlung Lindenufer",
        dates="--05-01 --06-03/--06-17 2031-06-20/2031-06-21",
    ),
    Case(
        name="nl signature below those it is for, items with set-in lines",
        text="""
Aan alle inwoners van Zandeveer

Van 7 tot en met 21 oktober is de sluis dicht. Sinds 3 september wachten wij op
antwoord. Op 12 en 13 oktober komen wij bijeen in de Oude Loods.

Wij eisen:
- een open sluis
- een eerlijke rekening,
  elk jaar voorgelezen
- een vergoeding

Namens de Schippersraad Zandeveer,
Jan Kuiper
Mieke Dral

Drukkerij Het Anker, Zandeveer
""",
        blocks="""
heading1 | Aan alle
paragraph | Van 7 tot en met
paragraph | Wij eisen:
item [-] | een open sluis
item [-] | een eerlijke rekening, elk jaar voorgelezen
item [-] | een vergoeding
signature | Namens de
signature | Jan Kuiper
signature | Mieke Dral
imprint | Drukkerij
""",
        actor="Schippersraad Zandeveer",
        dates="--10-07/--10-21 --09-03 --10-12/--10-13",
    ),
    Case(
        name="en speaker told before, name after two hyphens",
        text="""
CIRCULAR OF THE LOWER QUAY

{en}

As Margaret Oldroyd said at the gates: "A chest that opens for stone can open for
bread."

OPEN THE CHEST!

-- The Port Ellery Committee

Printed and published by the Ropewalk Press, 14 Ropewalk Lane, Port Ellery.
""",
        blocks="""
heading1 | CIRCULAR
paragraph | Every winter
quotation (Margaret Oldroyd) | As Margaret
slogan | OPEN
signature | -- The Port
imprint | Printed
""",
    ),
    Case(
        name="ru speaker after a dash",
        text="""
Обращение

{ru}

«Вода не роскошь», — сказала Анна Белозёрова.
""",
        blocks="""
heading1 | Обращение
paragraph | Каждую зиму
quotation (Анна Белозёрова) | «Вода
""",
    ),
    Case(
        name="th points with native numerals",
        text="""
แถลงการณ์ชาวท่าเรือ

ข้อ ๑ ทุกบ้านต้องมีน้ำ
ข้อ ๒ เปิดห้องสมุดทุกวัน
ข้อ ๓ ห้ามตัดน้ำในฤดูหนาว
""",
        blocks="""
heading1 | แถลง
heading [ข้อ ๑] | ข้อ ๑
heading [ข้อ ๒] | ข้อ ๒
heading [ข้อ ๓] | ข้อ ๓
""",
    ),
    Case(
        name="en chronicle of days is no series",
        text="""
What happened

{en}

On 3 May we met.
On 4 May we met again.
On 5 May we went home.
""",
        blocks="""
heading1 | What
paragraph | Every winter
paragraph | On 3 May
paragraph | On 4 May
paragraph | On 5 May
""",
    ),
)
