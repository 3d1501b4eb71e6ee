"""Words by which a name reads like an organisation's, in many languages."""

from __future__ import annotations

import re

_PARTS = (
    r"part(y|ei|ij|i|ido|ito|id|ia|iet|iya)\b|part[iy]s[iı]\b|партия|партії|партія|"
    r"партии|liga\b|league|lega\b|ligue|союз|спілк|związ|sindicat|syndic|syndik|"
    r"sendika|union\b|committee|komitee|komitet|comit[éêeè]|comitato|комитет|комітет|"
    r"komite|bizottság|výbor|odbor\b|utskott|επιτροπή|συντονισ|coordinat|koordin|"
    r"coordin|координ|council|consejo|consell|conseil|consiglio|conselho|raad\b|"
    r"совет\b|рада\b|meclis|alliance|allianz|alianza|aliança|alleanza|alliantie|"
    r"альянс|bündnis|ittifak|movement|bewegung|mouvement|movimi?ento|beweging|ruch\b|"
    r"rörelse|hareket|движение|κίνημα|рух\b|\bfront\b|frente\b|fronte\b|фронт|cephe|"
    r"association|associazione|asociaci|associa[çc]|verein|verband|bund(es)?\b|"
    r"verbond|förbund|forbund|derneğ|stowarzysz|σύλλογο|ένωση|egyesül|network|"
    r"netzwerk|netwerk|réseau|\bred\b|rete\b|nätverk|sieć|сеть|ağı\b|δίκτυο|coalition|"
    r"koalition|coalici|coaliz|coaliz|coligação|coalitie|коалици|koalicja|federation|"
    r"guild\b|brotherhood|sisterhood|chamber of\b|chamber\b|fellowship|fraternity|"
    r"confederation|konföderation|confédération|confederaci|confederaz|confederação|"
    r"confederatie|konfederacj|конфедерац|gilde\b|gildi|guilde\b|gremio\b|grémio|gremi\b|"
    r"gilda\b|zunft|innung|skrå|cech\b|гильди|гільді|цех\b|συντεχνία|lonca\b|"
    r"brüderschaft|bruderschaft|schwesternschaft|confrérie|fraternité|hermandad|"
    r"cofradía|fratellanza|confraternit|irmandade|broederschap|bractwo|brödraskap|"
    r"broderskab|brorskap|veljeskunta|bratrstvo|bratstvo|братство|αδελφότητα|kardeşliği|"
    r"kammer\b|chambre (?:de|des|d['’])|cámara de|camera de[li]|câmara d|"
    r"kamer van|izba\b|kammare\b|kamari\b|komora\b|kamara\b|палата\b|επιμελητήριο|"
    r"odası\b|genossenschaft|cooperative|co-operative|coopérative|cooperativa|"
    r"coöperatie|spółdzielni|kooperatif|кооператив|συνεταιρισμ|osuuskunta|"
    r"kooperativ|družstvo|szövetkezet|szövetség|liitto\b|yhdistys|puolue\b|"
    r"trade unions?|gewerkschaft|vakbond|sindacat|sindikat|fagforen|fackförening|"
    r"club\b|klub\b|zirkel\b|cercle\b|círculo\b|circolo\b|"
    r"works council|betriebsrat|"
    r"föderation|fédération|federaci|federaz|federatie|federacj|федерац|group\b|"
    r"gruppe|groupe|grupo|gruppo|groep|grupa|група|группа|grubu|ομάδα|society|"
    r"campaign|kampagne|campagne|campaña|campagna|initiative|iniciativa|iniziativa|"
    r"initiatief|inicjatyw|инициатив|collecti|colectivo|collettivo|kollektiv|"
    r"collectif|congress|kongress|congrès|congreso|forum|foro\b|assembly|versammlung|"
    r"assemblée|asamblea|assemblea|assembleia|собрание|friends of|amis de|amigos de|"
    r"platform(a|u)?\b|plattform|plataforma|birliği|birlik|inisiyatif|dayanışma|"
    r"centre\b|foundation|stiftung|fondation|fundaci|institute|institut|commission|"
    r"bureau\b|委员会|委員会|委員會|联盟|聯盟|連盟|同盟|联合会|協会|协会|協會|工会|組合|公会|工會|商会|商會|行会|联合总会|总工会|연대|연맹|총연맹|노동조합|상공회의소|형제단|위원회|협회|조합|"
    r"(?:^|\s)(?:ال)?(?:لجنة|نقابة|غرفة|أخوية|جماعة|هيئة|منظمة|مجلس|جمعيات|اتحاد|حزب|جبهة|تحالف|حركة|رابطة|جمعية)|ועד\b|ועדת|איגוד|גילדת|לשכת|אחוות|הסתדרות|אגודת|"
    r"תנועת|תנועה|מפלגת|ברית|ארגון|समिति|परिषद|महासंघ|मंडल|संघ|मोर्चा|संगठन|สมาคม|คณะกรรมการ|พรรค|สหภาพ|"
    r"เครือข่าย"
)
ORGANISATION = re.compile(_PARTS, re.IGNORECASE)
"""A part of a word that organisations call themselves by."""
_CASED = re.compile(r"[^\W\d_]+")
_SMALL = 3  # words up to this length are written small in names


def reads_as_name(text: str) -> bool:
    """Say whether a short line is the name of an organisation and no sentence.

    Examples
    --------
    >>> reads_as_name("Harbour Civic League"), reads_as_name("Le comité du port")
    (True, True)
    >>> reads_as_name("Join the alliance of all who wait")
    False
    """
    found = ORGANISATION.search(text)
    if not found:
        return False
    words = [word for word in _CASED.findall(text) if len(word) > _SMALL]
    if not any(word != word.swapcase() for word in words):
        return True  # a script without capitals
    n_capital = sum(word[0].isupper() for word in words)
    leads = len(_CASED.findall(text[: found.start()])) <= 1
    return text[0].isupper() and (n_capital > len(words) / 2 or leads)
