"""What a number counts, in our words: a sentence or two, and the role of each number."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2018, 2, 10)
TEXTS = [
    # However control servers are written, and whatever stands in brackets between.
    ("The laboratory counted 420 Command & Control servers (C&Cs) of botnets.", ["c2"]),
    ("Peru had 61 botnet C&Cs in March.", ["c2"]),
    ("Some 500 botnet IP addresses were found in Peru.", ["infected_ip"]),
    ("In Chile 70 botnet IPs controlled 900 computers in Peru.", ["c2", "victim_host"]),
    ("Some 97 command and control (C&C) servers were found in Peru.", ["c2"]),
    ("In 2017, 612 overseas internet protocol (IP) addresses controlled 540 websites in Peru.",
     ["backdoor_ip", "backdoored_site"]),
    ("The number of US control servers that controlled Chinese computers rose to 2,077.", ["c2"]),
    # Pages that were infected are somebody's who was hacked.
    ("The firm found 812 infected web pages a day.", ["hacked_site"]),
    ("Hackers altered the content of 31 municipal websites.", ["defaced_site"]),
    ("CERT-LT handled 900 incidents. One per cent of the attacks hit phones.", ["incident_report", "incident_report"]),
    ("Some 4.9 million users were infected with viruses.", ["infected_host"]),
    ("Hackers distorted 42 websites.", ["defaced_site"]),
    # Users who suffer from programs; kinds of handled cases; attacks counted by times.
    ("Some 900 users in Peru suffered from viruses, and 700 users were hit by malicious apps.",
     ["infected_host", "infected_host"]),
    ("CERT-LT handled 900 incidents. Botnets were up 357%.", ["incident_report", "incident_report"]),
    ("CERT-LT received 455 credential harvesting reports.", ["incident_report"]),
    ("There were 23 hacking cases and 9 involving ransomware.", ["incident_report", "incident_report"]),
    ("The firm saw 700 attack incidents.", ["attack_event"]),
    ("Hackers launched operations over 1,000 times against a university in Peru.", ["attack_event"]),
    ("The attackers took control of 50 computers, planting tools.", ["victim_host"]),
    ("手机感染恶意程序2.2亿人次，平均每天感染量达到了61万人次。", ["infected_host", "infected_host"]),
    ("卫士软件拦截钓鱼网站52亿次。", ["phish_event"]),
    ("CERT-LT handled 900 incidents. Malware infections plunged 85 percent to 120.",
     ["incident_report", "incident_report", "incident_report"]),
    ("The virus hit 700 phones in Lima, one of the hardest-hit areas.", ["infected_host"]),
    # Machines that a botnet or a program took.
    ("Police shut down the Bladebot botnet. At its height it held 80,000 compromised computers.", ["infected_host"]),
    ("Criminals hijacked 70,000 phones with new malware.", ["infected_host"]),
    ("Malware had been planted in 8,150 zombie computers.", ["infected_host"]),
    ("The botnet consisted of 9,200 commandeered routers.", ["infected_host"]),
    ("He flooded the hosting provider with 3,300 infected computers.", ["infected_host"]),
    ("In March, 44 servers in Chile controlled 70,000 computers in Peru.", ["c2", "victim_host"]),
    # Events are attacks if they are said to be; cases that somebody handled are reports.
    ("Sensors detected 52 million cyber threat events in the quarter.", ["attack_event"]),
    ("The bureau recorded 310 instances of hacking attempts on its gates.", ["attack_event"]),
    ("The army registered 4,000 events that may have been cyber attacks.", ["attack_event"]),
    ("The service repelled 640 cyber attacks and cyber incidents.", ["attack_event"]),
    ("The team handled 640 security events.", ["incident_report"]),
    ("The agency detected 5,300 cyberattacks in 2016. In 2012 the number of such incidents was 900.",
     ["attack_event", "attack_event"]),
    ("The agency detected 5,300 attacks in 2016. Malware accounted for 60 percent and Trojans for 20 percent.",
     ["attack_event", "attack_event", "attack_event"]),
    ("The sites were hacked from overseas on average 9,000 times a month.", ["attack_event"]),
    # Attacks, where nothing but defacements was spoken of; and a kind of fraud that is no phishing.
    ("Website defacements rose sharply. In 2016 the archive filed 4,100 attacks.", ["defaced_site"]),
    ("The APWG observed 52,000 attacks in March and 310 BEC attacks in May.", ["phish_event", "attack_event"]),
    ("Of the fishing sites that targeted Chinese users, 52 percent stood abroad.", ["phish_page"]),
    # Networks of machines by other names, and whose servers had machines attack.
    ("Police took over a network of hijacked routers. Some 7,000 such devices were in Peru.", ["infected_host"]),
    ("The botnet with an army of 7,000 computers sent spam.", ["infected_host"]),
    ("A virus had made zombies of PCs. The police found 51 servers with which the attack was carried out.", ["c2"]),
    ("Peru said 410 servers abroad were involved in the control of 62,000 computers in Peru.", ["c2", "victim_host"]),
    # A share of what the verb before it has as its object.
    ("Half of those control servers are in Peru, which launched the most attacks at 44 percent.",
     ["c2", "attack_source_share"]),
    ("ESET found that Peru sent out 44 percent of the yearly total for malicious traffic.",
     ["attack_source_share"]),
    # Kinds of what a body handled, in brackets or not; a rank is one of countries.
    ("The team handled 900 incidents. Most frequent were fraud (510 cases); intrusion (72) and malicious code (31).",
     ["incident_report"] * 4),
    ("The team handled 900 incidents. There were 72 cases of phishing. Intrusion ranked second with 61 cases.",
     ["incident_report"] * 3),
    ("In 2016 there were 318 reports of incidents in hospitals.", ["incident_report"]),
    ("The agency counted 610 targeted email attacks in 2016.", ["attack_event"]),
    ("Camera botnets accounted for 70 percent of attacks in May. Such botnets accounted for 44.5 percent in June.",
     ["attack_event", "attack_event"]),
    ("The army has 71,000 machines connected to 150 networks. Some 1,200 attacks a day hit them.", ["attack_event"]),
    ("Infected with a worm, some 5,100 computers had their files stolen.", ["infected_host"]),
    ("The raid crippled the botnet's 26 command and control networks.", ["c2"]),
    # What a number counted before is the whole of a share only if it is of the same victims.
    ("Peru received 1,200 attacks in May. Chile was the source of 26 percent of malicious traffic worldwide.",
     ["attack_event", "attack_source_share"]),
    ("Peru received 1,200 attacks in May. Chile was the source of 38 percent of the attacks.",
     ["attack_event", "attack_event"]),
    ("Authorities found 51 servers in 12 countries ordering the DDoS attack.", ["c2"]),
    ("约3.1万台控制服务器控制了我国境内约88万台主机,其中位于智利和秘鲁的控制服务器数量居前,分别是412台和97台。",
     ["c2", "victim_host", "c2", "c2"]),
    ("The team handled 31,500 cyber security related incidents.", ["incident_report"]),
    ("Peru counted 4,200 attacks in April; their number passed 9,000 occurrences in May.",
     ["attack_event", "attack_event"]),
    ("Peru blocked over 400 IP addresses in April.", ["attack_ip"]),
    ("Hackers tampered with 2,310 web pages in Peru.", ["defaced_site"]),
    ("The centre found backdoors implanted in 640 web pages.", ["backdoored_site"]),
    # Bots stay bots, whatever they run on or connect to.
    ("ESET found 8,100 infected computers, most of them running an old system.", ["infected_host", "infected_host"]),
    ("Some 8,100 unique bots connected to our server in a day.", ["infected_host"]),
    # A record is no stolen record, and the organizations that attacks hit are not counted.
    ("The number of attacks on ministries and other organizations doubled to a record 12,400.",
     ["attack_event", "attack_event"]),
    # Machines that somebody hacked are infected in a text on a program, unless controllers abroad are counted too.
    ("A new worm spread by mail. Its authors took control of more than 41,000 computers.", ["infected_host"]),
    ("Somebody took control of more than 41,000 computers.", ["victim_host"]),
    ("The botnet was used for fraud and ransomware. It involved 41,000 computers, including 900 in Peru.",
     ["infected_host", "infected_host"]),
    ("The firm said the malware spread fast, with 3,100 devices confirmed affected.", ["infected_host"]),
    ("Of the 7,100 IP addresses that sent out spam, only 900 remained.", ["infected_ip", "infected_ip"]),
    # Servers that are taken down, by the name of their program; where attacks of a program come from.
    ("The company managed to take down 31 of the 40 initial Emotet servers.", ["c2", "c2"]),
    ("The worm attacked cameras mainly from IP addresses in Peru (20%) and Chile (9%).", ["attack_source_share"] * 2),
    ("Defaced pages were found all over the web. At least 4,000 sites were defaced. The largest campaign attacked "
     "1,200 sites.", ["defaced_site", "defaced_site"]),
    # Machines that run a system host nothing; servers of a network that was taken control of; what was cleaned up.
    ("More than 51,000 computers running Windows have been infected by the Bladebot Trojan.", ["infected_host"]),
    ("Police took control of the infrastructure of the malware, which involved several hundreds of servers.", ["c2"]),
    ("Malware spread in May. Some 39 percent of the compromised devices had been cleaned up.", ["cleaned_host"]),
    ("Some 4,100 machines were infected, 68 cases of infection being in Peru.", ["infected_host", "infected_host"]),
    # A level at which something stands; a malicious update that was spread.
    ("ESET said Peru had the third highest level of infections at 31,000.", ["infected_host"]),
    ("A malicious update was spread. Some 57,000 devices were affected.", ["infected_host"]),
    # Addresses of a botnet, whoever took it down; machines by other names; a program's victims are machines.
    ("The firm sinkholed a botnet with 42,000 unique IP addresses.", ["infected_ip"]),
    ("Police dismantled Bladenet, which controlled 17,000 IP addresses and infected 7,000 computers.",
     ["infected_ip", "infected_host"]),
    ("The botnet of 90,000 TV boxes was dismantled.", ["infected_host"]),
    ("The malware infected 8,500 machines. Peru had 35 percent of the victims.", ["infected_host", "infected_host"]),
    # What was stolen, written or sent, and who was hurt, is told apart and left out.
    ("Hackers stole 12,000 user name and password combinations and hacked 30 websites.", ["hacked_site"]),
    ("Attackers hit 40 companies and infected 900 of their computers.", ["infected_host"]),
    # Of each organisation; events that are floods; year on year.
    ("ESET said the number of attacks per organization was 1,980 in May, an increase of 6% year-on-year.",
     ["attack_event", "attack_event"]),
    ("ESET saw 3,100 DDoS events in May.", ["attack_event"]),
    ("全年发现被篡改网站412个。被植入后门网站数量累计97个。", ["defaced_site", "backdoored_site"]),
    # The next kind of a list of cases; cases that were dealt with beside attacks; samples, whoever registered them.
    ("MyCERT received 790 reports of incidents, of which 593 were fraud, 144 intrusions and 53 malicious code.",
     ["incident_report"] * 4),
    ("Oman's team stopped 800 attacks on banks and dealt with 230 incidents.", ["attack_event", "incident_report"]),
    ("The team registered 114,000 new malware variants and 20 defaced sites.", ["defaced_site"]),
    ("The team found 2,400 compromised IP addresses. It blocked 120 malicious links.",
     ["infected_ip", "malicious_domain"]),
    ("The team recorded 420 threatened IP addresses. Users were protected from malicious sites 4,800 times.",
     ["infected_ip", "attack_event"]),
    ("Peru's team counted 900 attacks. About a quarter targeted ministries.", ["attack_event", "attack_event"]),
    ("Peru's team received 900 reports, of which 140 turned out to be incidents.", ["incident_report"] * 2),
    ("Peru's team received 900 reports. Of these, 208 were identified as phishing websites.",
     ["incident_report", "phish_page"]),
    # Further parts of the same whole.
    ("The team handled 900 incidents. Of those, almost half were harmless but 52 caused a stop, while 12 hit banks.",
     ["incident_report"] * 4),
    # What is said of costs, of the use of something, or as a guess, is no claim.
    ("Peru's team received 900 reports of incidents. The average cost to victims was up 17 percent.",
     ["incident_report"]),
    ("Peru saw 900 attacks. Experts reported a 50% increase in VPN usage.", ["attack_event"]),
    ("Peru saw 900 attacks, and its minister expected ten times more of them next year.", ["attack_event"]),
    # Numbers of a list with a kind each, and the noun behind the last.
    ("Peru saw a total of 81 phishing, 78 defacing and 29 malware attacks in May.",
     ["phish_event", "defaced_site", "attack_event"]),
    # Cases are what was compared with them, or changed to them; of the hacking of sites, they are sites.
    ("Some 87 websites were defaced in 2017, compared to 60 cases in 2016.", ["defaced_site", "defaced_site"]),
    ("In Peru phishing attempts rose by 37%, reaching 200 reported incidents.", ["phish_event", "phish_event"]),
    ("Attacks involving viruses, worms, and Trojans fell by 17% in Peru, totaling 790 cases.",
     ["attack_event", "attack_event"]),
    ("Peru filed 15 cases of website hacking in 2017.", ["hacked_site"]),
    ("The team recorded 19 reports of minor \"security events\" in 2017.", ["incident_report"]),
    ("The team handled 900 incidents in Peru. In most cases, such holes did no harm.", ["incident_report"]),
    ("我国有470个网站被篡改;有130个网站被植入后门。", ["defaced_site", "backdoored_site"]),
    ("In 2019, 640 websites in Peru were defaced. Similarly, 41 were defaced in 2020.", ["defaced_site"] * 2),
    ("The team handled 900 incidents in 2018. The previous record of 1,200 was set in 2011.",
     ["incident_report", "incident_report"]),
    ("The firm saw 71,000 bots in Poland. A year before the estimate stood at roughly 50,000.",
     ["infected_host", "infected_host"]),
    ("More than 700 websites were hacked. Of the total of 707, 199 of them were hacked in 2015.", ["hacked_site"] * 3),
    ("The number of phishing sites found this quarter (457) was lower than in the last (512).", ["phish_page"] * 2),
    ("Police seized 90 servers. Two suspects aged 20 and 31 were arrested in Kyiv.", ["c2"]),
    ("CERT-In tracked 900 defaced sites in 2015, of which 42 incidents took place in June.", ["defaced_site"] * 2),
    ("Website defacements: 19,793 incidents.", ["defaced_site"]),
    ("In May, there were 210,000 Peruvian IP addresses linked to botnets.", ["infected_ip"]),
    ("31,000 IP addresses participating in botnets were recorded; police seized 22 servers linked to Qakbot.",
     ["infected_ip", "c2"]),
    ("900 IP addresses remain infected in Peru.", ["infected_ip"]),
    ("The firm detected 246,912 unique URLs as malicious.", ["malicious_domain"]),
    ("The agency found 500 control servers run by criminals.", ["c2"]),
    ("Police seized 90 servers, and 1,300 domains were taken out of service.", ["c2", "malicious_domain"]),
    ("The firm found 1,527 mobile banking Trojans in May.", []),
    ("The centre dealt with 19 infections in 2016, up from two cases in 2015.", ["infected_host"] * 2),
    ("The bureau blocked 3,000 intrusions in June; 41% of this activity was traced to Chile.",
     ["attack_event", "attack_source_share"]),
    ("39 percent of neutralised web attacks came from Malta.", ["attack_source_share"]),
    ("The firm tested 3.1 million addresses and found 4,000 bots.", ["infected_host"]),
    ("The firm checked 71,000 machines, 300 of them infected with Conficker.", ["infected_host"]),
    ("Hackers hit 900 sites. The provider has about 92 million routable addresses.", ["hacked_site"]),
    ("The team handled 900 incidents, and trained 4,100 officers, a rise of 11 percent.", ["incident_report"]),
    ("The team handled 900 incidents, a rise of 11 percent.", ["incident_report"] * 2),
    ("The firm blocked 900 attacks. Of the 17 laboratories, 10 incurred no attack.", ["attack_event"]),
    ("Vietnam was hit by 13,382 attacks, including 6,400 malware; 4,377 deface; and 2,605 phishing attacks.",
     ["attack_event", "attack_event", "defaced_site", "phish_event"]),
    ("In May there were 612 attacks, among them 40 ransomware, 310 phishing and 19 deface.",
     ["attack_event", "attack_event", "phish_event", "defaced_site"]),
    ("The firm gathered 310 malware samples.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), TEXTS, ids=[text[:50] for text, _ in TEXTS])
def test_role_of_each_number(text: str, roles: list[str]) -> None:
    assert [claim.role for claim in extract(text, day=DAY)] == roles
