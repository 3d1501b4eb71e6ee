"""Links that only lead back: "Back to index", "Zurück zur Übersicht"."""

from __future__ import annotations

import re

MOST_WORDS = 8
_ARROWS = r"[\W\d_]*"
_PLACES = {
    "en": (
        r"(?:(?:go |skip |jump )?back|return|go|up)(?: to(?: the)?)? "
        r"(?:top|index|contents?(?: page)?|table of contents|overview|home(?: ?page)?|"
        r"start(?: page)?|main (?:page|menu)|list|menu|news|beginning|previous page|"
        r"press releases|all (?:news|articles|pages))(?: of (?:the )?page)?|"
        r"(?:to )?(?:the )?top of (?:the |this )?page|to (?:the )?top"
    ),
    "de": (
        r"(?:zurück )?(?:zu[rm]|nach) (?:übersicht|startseite|inhaltsverzeichnis|"
        r"inhalt|"
        r"(?:seiten)?anfang|liste|index|hauptseite|archiv|oben|hauptmenü|"
        r"pressemitteilungen)|zurück nach oben|nach oben|zurück|seitenanfang"
    ),
    "fr": (
        r"(?:retour(?:ner)?|revenir|remonter)(?: (?:à|au|aux|en|vers))?(?: l[ae’'])? ?"
        r"(?:page |liste )?(?:d['’])?(?:accueil|sommaire|haut(?: de (?:la )?page)?|"
        r"index|"
        r"liste|début|précédente|des actualités)|haut de (?:la )?page"
    ),
    "es": (
        r"(?:volver|regresar|subir|ir)(?: (?:a|al|hacia|a la|a las))? (?:inicio|índice|"
        r"arriba|portada|lista(?:do)?|principio|página (?:principal|anterior)|"
        r"noticias)|"
        r"arriba"
    ),
    "it": (
        r"(?:torna|ritorna|vai)(?: (?:a|al|alla|all['’]))? ?(?:inizio(?: pagina)?|"
        r"indice|"
        r"home|elenco|pagina (?:precedente|principale)|su|indietro)|inizio pagina"
    ),
    "pt": (
        r"(?:voltar|regressar|ir)(?: (?:ao|à|para o|para a))? (?:topo|início|índice|"
        r"página (?:inicial|anterior)|lista)"
    ),
    "nl": (
        r"(?:terug )?naar (?:boven|(?:het )?(?:begin|overzicht)|(?:de )?(?:inhoud"
        r"(?:sopgave)?|startpagina|index|homepage|lijst))|terug"
    ),
    "pl": (
        r"(?:powrót|wróć|wstecz|przejdź)(?: (?:do|na))? (?:góry|górę|strony głównej|"
        r"spisu treści|początku|listy|indeksu)|do góry|na górę"
    ),
    "scandinavian": (
        r"(?:tillbaka |tilbake |tilbage )?til{1,2} (?:toppen|början|översikten|"
        r"startsidan|"
        r"innehåll(?:et)?|index|oversigten|forsiden|indhold(?:et)?|oversikten|"
        r"innhold(?:et"
        r")?)"
    ),
    "fi": (
        r"(?:takaisin|palaa) (?:ylös|alkuun|etusivulle|luetteloon|"
        r"sisällysluetteloon)|sivun alkuun"
    ),
    "cs, sk": (
        r"(?:zpět|návrat|späť)(?: (?:na|do|k))? (?:začátek|začiatok|přehled|prehľad|"
        r"úvod|"
        r"hlavní stránku|obsah|nahoru|hore|seznam|zoznam)|nahoru|hore"
    ),
    "hu": (
        r"vissza az? (?:tetejére|lap tetejére|oldal tetejére|főoldalra|"
        r"tartalomjegyzékhez|elejére)"
    ),
    "ro": (
        r"înapoi (?:sus|la (?:început|cuprins|pagina principală|listă|index))|"
        r"(?:mergi )?sus"
    ),
    "tr": (
        r"(?:başa|yukarıya?|ana sayfaya|içindekilere|dizine|listeye) (?:dön|git|çık)|"
        r"sayfa başı"
    ),
    "el": (
        r"(?:επιστροφή|πίσω) (?:στην (?:αρχή|αρχική(?: σελίδα)?|κορυφή)|"
        r"στα περιεχόμενα|στον κατάλογο|στο ευρετήριο)"
    ),
    "ru": (
        r"(?:вернуться|назад|обратно) (?:к|в|на) (?:началу|начало|содержанию|"
        r"оглавлению|главную(?: страницу)?|списку|верх)|(?:на)?верх|"
        r"(?:к|в) (?:началу|начало|содержанию|оглавлению|списку)(?: страницы)?"
    ),
    "uk": (
        r"(?:повернутися |назад )?(?:до|на) (?:початку|змісту|головну(?: сторінку)?|"
        r"головної|списку)|нагору|догори"
    ),
    "ar": (
        r"(?:العودة|عودة|الرجوع|رجوع)\s?(?:إلى|الى)?\s?(?:ل?لأعلى|الأعلى|أعلى الصفحة|"
        r"للأعلى|الفهرس|القائمة|الصفحة الرئيسية|الرئيسية|المحتويات)|إلى الأعلى"
    ),
    "he": (
        r"(?:חזרה|בחזרה|חזור) (?:ל|אל ה?)(?:ראש(?: הדף| העמוד)?|תוכן(?: העניינים)?|"
        r"דף הבית|עמוד הראשי|רשימה|אינדקס|מעלה|למעלה)|למעלה"
    ),
    "zh": (
        r"(?:返回|回到?|回至)(?:页首|頁首|顶部|頂部|目录|目錄|首页|首頁|索引|列表|上一页|"
        r"上一頁)"
    ),
    "ja": (
        r"(?:ページ)?の?(?:先頭|トップ|上|目次|一覧|ホーム)(?:へ|に)(?:戻る|もどる)?|戻る"
    ),
    "ko": r"(?:맨 )?위로(?: 가기| 이동)?|목록(?:으로)?(?: 가기| 보기)?|처음으로",
    "hi": (r"(?:वापस )?(?:ऊपर|शीर्ष पर|सूची पर|सूची में|मुख्य पृष्ठ पर) (?:जाएँ|जाएं|लौटें)"),
}
_RETURN = re.compile(
    rf"{_ARROWS}(?:{'|'.join(_PLACES.values())}){_ARROWS}", re.IGNORECASE
)


def leads_back(words: str) -> bool:
    """Say whether words only offer to go back to where a page or a list begins.

    Examples
    --------
    >>> leads_back("« Back to index"), leads_back("↑ Zurück zur Übersicht")
    (True, True)
    >>> leads_back("Back to work with fair pay"), leads_back("Home")
    (False, False)
    """
    if words.count(" ") >= MOST_WORDS:
        return False
    return bool(_RETURN.fullmatch(" ".join(words.split())))
