"""Names of months as dates print them, in the forms that follow a day."""

from __future__ import annotations

import re

# A row: endings that may follow, then twelve months, spellings of one joined by "/" and
# words by "_".
_NAMES = """
| January/Jan February/Feb March/Mar April/Apr May June/Jun July/Jul August/Aug
September/Sept/Sep October/Oct November/Nov December/Dec

|s Januar/Jänner Februar/Feber März April Mai Juni Juli August September Oktober/Okt
November Dezember/Dez

| janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre
novembre décembre/decembre

| januari februari maart april mei juni juli augustus september oktober november
december

| januar februar mars/marts april maj/mai juni juli august/augusti september oktober
november desember/december

| enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre
noviembre diciembre

| gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
dicembre

| janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro
dezembro

| gener febrer març abril maig juny juliol agost setembre octubre novembre desembre

| xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro

| ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie
noiembrie decembrie

| stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec
lipca/lipiec sierpnia/sierpień września/wrzesień października/październik
listopada/listopad grudnia/grudzień

| ledna/leden února/únor března/březen dubna/duben května/květen června/červen
července/červenec srpna/srpen září října/říjen listopadu prosince/prosinec

| januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl
augusta september/septembra október/októbra november/novembra december/decembra

| januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra
decembra

| januara/siječnja/siječanj februara/veljače/veljača ožujka/ožujak/mart/marta
travnja/travanj svibnja/svibanj lipnja/lipanj/juna srpnja/srpanj/jula kolovoza/kolovoz
rujna/rujan oktobar studenoga/studenog/studeni prosinca/prosinac

|a/у јануар фебруар март април мај јун јул август септембар/септембр октобар/октобр
новембар/новембр децембар/децембр

| января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль
августа/август сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь

| січня/січень лютого/лютий березня/березень квітня/квітень травня/травень
червня/червень липня/липень серпня/серпень вересня/вересень жовтня/жовтень
листопада/листопад грудня/грудень

| студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка
лістапада снежня

| януари февруари март април май юни юли август септември октомври ноември декември

| Ιανουαρίου/Ιανουάριος/Ιανουάριο Φεβρουαρίου/Φεβρουάριος/Φεβρουάριο
Μαρτίου/Μάρτιος/Μάρτιο Απριλίου/Απρίλιος/Απρίλιο Μαΐου/Μαίου/Μαϊου/Μάιος/Μάιο/Μάη
Ιουνίου/Ιούνιος/Ιούνιο/Ιούνη Ιουλίου/Ιούλιος/Ιούλιο/Ιούλη Αυγούστου/Αύγουστος/Αύγουστο
Σεπτεμβρίου/Σεπτέμβριος/Σεπτέμβριο/Σεπτέμβρη Οκτωβρίου/Οκτώβριος/Οκτώβριο/Οκτώβρη
Νοεμβρίου/Νοέμβριος/Νοέμβριο/Νοέμβρη Δεκεμβρίου/Δεκέμβριος/Δεκέμβριο/Δεκέμβρη

|ta/n/ssa/lta tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu
syyskuu lokakuu marraskuu joulukuu

|i/il/is jaanuar veebruar märts aprill mai juuni juuli august september/septembr
oktoober/oktoobr november/novembr detsember/detsembr

|is/ī/a/s/ā/am/im janvār februār mart aprīl maij jūnij jūlij august septembr oktobr
novembr decembr

| sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio
lapkričio gruodžio

|i/ban/ben január február március április május június július augusztus szeptember
október november december

|aren/ren/ak/a/ko urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urri
azaro abendu

|'da/'de/'ta/'te/’da/’de/’ta/’te Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos
Eylül Ekim Kasım Aralık

|ê/a/an Çile/Rêbendan Sibat/Reşemî Adar/Avdar Nîsan Gulan Hezîran Tîrmeh/Temûz Tebax
Îlon Cotmeh Mijdar Berfanbar

| Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr

| Eanáir Feabhra Márta Aibreán/Aibreáin Bealtaine Meitheamh/Mheitheamh Iúil Lúnasa
Meán_Fómhair Deireadh_Fómhair Samhain/Samhna Nollaig/Nollag

| Jannar Frar Marzu April Mejju Ġunju Lulju Awwissu Settembru Ottubru Novembru Diċembru

| janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember

|it janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor

| januaro februaro marto aprilo majo junio julio aŭgusto septembro oktobro novembro
decembro

| Januari Februari Maret/Machi April/Aprili Mei Juni Juli/Julai Agustus/Agosti
September/Septemba Oktober/Oktoba November/Novemba Desember/Desemba

| يناير/جانفي فبراير/فيفري مارس أبريل/إبريل/ابريل/أفريل مايو/ماي يونيو/يونيه/جوان
يوليو/يوليه/جويلية أغسطس/اغسطس/أوت سبتمبر/شتنبر أكتوبر/اكتوبر نوفمبر/نونبر ديسمبر/دجنبر

| كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني
كانون_الأول

| ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر

| جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر

| ינואר פברואר מרץ/מרס/מארס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר

| जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर
नवंबर/नवम्बर दिसंबर/दिसम्बर

| জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর
ডিসেম্বর

| มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม
พฤศจิกายน ธันวาคม

|ի/ին հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր
նոյեմբեր դեկտեմբեր

|ი/ს იანვარ/იანვრის თებერვალ/თებერვლის მარტ აპრილ მაის ივნის ივლის აგვისტო
სექტემბერ/სექტემბრის ოქტომბერ/ოქტომბრის ნოემბერ/ნოემბრის დეკემბერ/დეკემბრის
"""
_ROWS = [" ".join(row.split()) for row in _NAMES.split("\n\n")]
# Languages that may print the month before the day.
_BEFORE_DAY = frozenset(
    name.casefold()
    for i, row in enumerate(_ROWS)
    if i == 0 or any(name in row for name in ("március", "spalio", "martxo"))
    for name in re.split(r"[ /]", row.partition(" ")[2])
)
# "listopada" is November in Polish and October in Croatian.
_OTHERWISE = {"hr": {"listopada": 10, "listopad": 10}}
# "may" and "march" are verbs in English, "mar" is the sea in Spanish.
_NEVER_LOWER = frozenset({"may", "march", "mar", "jun", "jul", "dec", "jan", "sep"})
_HEBREW_PREFIXES = "בלהמ"


def _read_names() -> dict[str, int]:
    """Lay the rows out: each form in lower case to its month."""
    found: dict[str, int] = {}
    for row in _ROWS:
        lead, _, names = row.partition(" ")
        endings = ["", *filter(None, lead.removeprefix("|").split("/"))]
        for month, forms in enumerate(names.split(), 1):
            for form in forms.split("/"):
                name = form.replace("_", " ").casefold()
                found.update((name + ending, month) for ending in endings)
    return found


_BY_NAME = _read_names()
LONGEST = max(map(len, _BY_NAME))


def find_month(word: str, *, language: str | None = None) -> int | None:
    """Return the month that a word names, None if it names none.

    Examples
    --------
    >>> find_month("Oktober"), find_month("października"), find_month("may")
    (10, 10, None)
    >>> find_month("listopada"), find_month("listopada", language="hr")
    (11, 10)
    """
    if word in _NEVER_LOWER:
        return None
    name = word.casefold().replace("i̇", "i")
    if name not in _BY_NAME and name[:1] in _HEBREW_PREFIXES:
        name = name[1:].lstrip("-־")
    return _OTHERWISE.get(language or "", {}).get(name) or _BY_NAME.get(name)


def stands_before_day(word: str) -> bool:
    """Say whether dates may print this month before its day: "October 7"."""
    name = word.casefold()
    return name in _BEFORE_DAY or any(
        name.startswith(known) for known in _BEFORE_DAY if len(known) > 3
    )
