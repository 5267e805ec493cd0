"""The time zones that Firehose supports for prefixes.

Source: Firehose Developer Guide, Configure Amazon S3 object name format, as it stood in September 2026. The list holds
older names only: the service takes Asia/Calcutta and refuses Asia/Kolkata.
"""

from __future__ import annotations

PLACES = {
    "Africa": """
        Abidjan Accra Addis_Ababa Algiers Asmera Bangui Banjul Bissau Blantyre Bujumbura Cairo Casablanca
        Conakry Dakar Dar_es_Salaam Djibouti Douala Freetown Gaborone Harare Johannesburg Kampala Khartoum
        Kigali Kinshasa Lagos Libreville Lome Luanda Lubumbashi Lusaka Malabo Maputo Maseru Mbabane
        Mogadishu Monrovia Nairobi Ndjamena Niamey Nouakchott Ouagadougou Porto-Novo Sao_Tome Timbuktu
        Tripoli Tunis Windhoek
    """,
    "America": """
        Adak Anchorage Anguilla Antigua Aruba Asuncion Barbados Belize Bogota Buenos_Aires Caracas Cayenne
        Cayman Chicago Costa_Rica Cuiaba Curacao Dawson_Creek Denver Dominica Edmonton El_Salvador Fortaleza
        Godthab Grand_Turk Grenada Guadeloupe Guatemala Guayaquil Guyana Halifax Havana Indianapolis Jamaica
        La_Paz Lima Los_Angeles Managua Manaus Martinique Mazatlan Mexico_City Miquelon Montevideo Montreal
        Montserrat Nassau New_York Noronha Panama Paramaribo Phoenix Port-au-Prince Port_of_Spain Porto_Acre
        Puerto_Rico Regina Rio_Branco Santiago Santo_Domingo Sao_Paulo Scoresbysund St_Johns St_Kitts
        St_Lucia St_Thomas St_Vincent Tegucigalpa Thule Tijuana Tortola Vancouver Winnipeg
    """,
    "Antarctica": "Casey DumontDUrville Mawson McMurdo Palmer",
    "Asia": """
        Aden Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad Baghdad Bahrain Baku Bangkok Beirut Bishkek
        Brunei Calcutta Colombo Dacca Damascus Dhaka Dubai Dushanbe Hong_Kong Irkutsk Jakarta Jayapura
        Jerusalem Kabul Kamchatka Karachi Katmandu Krasnoyarsk Kuala_Lumpur Kuwait Macao Magadan Manila
        Muscat Nicosia Novosibirsk Phnom_Penh Pyongyang Qatar Rangoon Riyadh Saigon Seoul Shanghai Singapore
        Taipei Tashkent Tbilisi Tehran Thimbu Thimphu Tokyo Ujung_Pandang Ulaanbaatar Ulan_Bator Vientiane
        Vladivostok Yakutsk Yekaterinburg Yerevan
    """,
    "Atlantic": "Azores Bermuda Canary Cape_Verde Faeroe Jan_Mayen Reykjavik South_Georgia St_Helena Stanley",
    "Australia": "Adelaide Brisbane Broken_Hill Darwin Hobart Lord_Howe Perth Sydney",
    "Europe": """
        Amsterdam Andorra Athens Belgrade Berlin Brussels Bucharest Budapest Chisinau Copenhagen Dublin
        Gibraltar Helsinki Istanbul Kaliningrad Kiev Lisbon London Luxembourg Madrid Malta Minsk Monaco
        Moscow Oslo Paris Prague Riga Rome Samara Simferopol Sofia Stockholm Tallinn Tirane Vaduz Vienna
        Vilnius Warsaw Zurich
    """,
    "Indian": "Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe Maldives Mauritius Mayotte Reunion",
    "Pacific": """
        Apia Auckland Chatham Easter Efate Enderbury Fakaofo Fiji Funafuti Galapagos Gambier Guadalcanal
        Guam Honolulu Kiritimati Kosrae Majuro Marquesas Nauru Niue Norfolk Noumea Pago_Pago Palau Pitcairn
        Ponape Port_Moresby Rarotonga Saipan Tahiti Tarawa Tongatapu Truk Wake Wallis
    """,
}
ZONES = frozenset({"UTC", *(f"{area}/{place}" for area, places in PLACES.items() for place in places.split())})
