"""The figures that bodies give of another country's servers, pages, addresses and attacks, in many wordings.

Servers that control machines; hosts that carry pages that trick users; addresses that put backdoors into sites; and
attacks, infections and defacements in the same constructions.
"""

from __future__ import annotations

import pytest

from tests.claims.figures import assert_figures

# A text; what it claims: number, role, origin > target, the days of all.
TEXTS = [
    # Servers that control machines: active, passive, nominal, relative, numbers first and last.
    ("2,077 U.S. botnet servers controlled 1.18 million machines in China.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("1.18 million machines in China were controlled by 2,077 botnet servers in the United States.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("China had 1.18 million computers under the control of 2,077 American servers.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("The number of Brazilian control servers stood at 640; they controlled 38,000 computers in Japan.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("Control of 38,000 Japanese hosts by 640 servers in Brazil was recorded.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("Some 640 servers, all of them located in Brazil, controlled 38,000 hosts in Japan.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("In Japan, 38,000 computers took orders from 640 servers located in Brazil.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("The 38,000 Japanese machines that 640 Brazilian servers controlled were cut off later.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("JPCERT/CC identified 640 command-and-control servers in Brazil. These servers controlled 38,000 hosts in Japan.",
     "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("CERT-UA found 310 C&C servers hosted in Russia, which were in control of 72,000 Ukrainian PCs.",
     "310 c2 RU>UA, 72000 victim_host RU>UA"),
    ("Botnet control servers in Russia: 310. Ukrainian computers controlled by them: 72,000.",
     "310 c2 RU>UA, 72000 victim_host RU>UA"),
    ("Overseas, 5,200 servers controlled 2.4 million hosts in China; of these, 2,077 servers were in the U.S. and "
     "controlled 1.18 million hosts.",
     "5200 c2 XX-CN>CN, 2400000 victim_host XX-CN>CN, 2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("Of the 2.4 million Chinese hosts controlled from abroad, 1.18 million were controlled by 2,077 "
     "servers in the US.",
     "2400000 victim_host XX-CN>CN, 1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("Servers in the U.S. (2,077) controlled machines in China (1.18 million).",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("2,077 US servers control 1.18m computers in China: CNCERT",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("A total of 1.18 million hosts on the mainland fell under the control of 2,077 US-based Trojan or botnet servers.",
     "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("Control servers in the US, South Korea and Japan numbered 2,077, 410 and 220, and they controlled 1.18 million, "
     "90,000 and 70,000 hosts in China respectively.",
     "2077 c2 US>CN, 410 c2 KR>CN, 220 c2 JP>CN, 1180000 victim_host US>CN, 90000 victim_host KR>CN, "
     "70000 victim_host JP>CN"),
    # Hosts that carry phishing pages.
    ("563 phishing pages aimed at Chinese websites were found on 135 U.S. hosts and served 14,000 phishing operations.",
     "563 phish_page US>CN, 135 phish_host US>CN, 14000 phish_event US>CN"),
    ("563 phishing pages on 135 U.S. hosts targeted Chinese websites.",
     "563 phish_page US>CN, 135 phish_host US>CN"),
    ("135 U.S. hosts with 563 phishing pages targeted Chinese websites in 14,000 phishing operations.",
     "135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN"),
    ("135 U.S. hosts targeted Chinese websites with 563 phishing pages, leading to 14,000 phishing operations.",
     "135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN"),
    ("There were 14,000 phishing operations against Chinese websites, via 563 pages on 135 hosts in the US.",
     "14000 phish_event US>CN, 563 phish_page US>CN, 135 phish_host US>CN"),
    ("135 hosts in the United States carried 563 phishing pages. They were aimed at Chinese websites and led to 14,000 "
     "phishing operations.",
     "135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN"),
    ("Chinese websites were targeted by 563 phishing pages hosted on 135 computers in the United States.",
     "563 phish_page US>CN, 135 phish_host US>CN"),
    ("Phishing pages that imitate Indian banks: 420, hosted on 88 servers in Pakistan.",
     "420 phish_page PK>IN, 88 phish_host PK>IN"),
    ("88 Pakistani servers hosted 420 phishing pages imitating Indian banks, which resulted in 6,300 "
     "phishing incidents.",
     "88 phish_host PK>IN, 420 phish_page PK>IN, 6300 phish_event PK>IN"),
    ("A total of 420 fake pages of Indian banks sat on 88 Pakistani servers.",
     "420 phish_page PK>IN, 88 phish_host PK>IN"),
    ("The 88 servers in Pakistan that hosted 420 phishing sites against Indian users were reported.",
     "88 phish_host PK>IN, 420 phish_page PK>IN"),
    ("CERT-In counted 6,300 phishing attacks on Indian users launched from 88 Pakistani hosts carrying 420 pages.",
     "6300 phish_event PK>IN, 88 phish_host PK>IN, 420 phish_page PK>IN"),
    ("Of 900 phishing pages targeting Indian users, 420 were hosted in Pakistan.",
     "900 phish_page None>IN, 420 phish_page PK>IN"),
    ("Hosts in Brazil served 75 phishing pages against Japanese shops; the hosts numbered 19.",
     "75 phish_page BR>JP, 19 phish_host BR>JP"),
    ("Japanese users were lured to 75 phishing sites on 19 Brazilian IP addresses.",
     "75 phish_page BR>JP, 19 phish_host BR>JP"),
    # Addresses that put backdoors into sites.
    ("2,016 US addresses planted backdoors in 1,754 websites of China, in 57,000 attacks.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN, 57000 attack_event US>CN"),
    ("1,754 Chinese websites had backdoors planted in them by 2,016 US addresses in 57,000 attacks.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN, 57000 attack_event US>CN"),
    ("In China 57,000 backdoor attacks came from 2,016 US addresses.",
     "57000 attack_event US>CN, 2016 backdoor_ip US>CN"),
    ("57,000 backdoor attacks on 1,754 Chinese websites were launched from 2,016 U.S. IPs.",
     "57000 attack_event US>CN, 1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("Backdoors were found in 1,754 websites in China; 2,016 addresses in the U.S. were behind them.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("From 2,016 addresses in the US, 57,000 attacks were carried out that put backdoors into 1,754 Chinese sites.",
     "2016 backdoor_ip US>CN, 57000 attack_event US>CN, 1754 backdoored_site US>CN"),
    ("The implanting of backdoors in 1,754 sites in China by 2,016 addresses in the US involved 57,000 attacks.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN, 57000 attack_event US>CN"),
    ("Backdoored Chinese websites: 1,754; US addresses responsible: 2,016; attacks: 57,000.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN, 57000 attack_event US>CN"),
    ("There were 57,000 attacks in which 2,016 American IP addresses implanted backdoors in 1,754 websites in China.",
     "57000 attack_event US>CN, 2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("230 Indian government websites were backdoored by 61 Pakistani IPs.",
     "230 backdoored_site PK>IN, 61 backdoor_ip PK>IN"),
    ("61 IPs in Pakistan accessed backdoors on 230 Indian websites 4,400 times.",
     "61 backdoor_ip PK>IN, 230 backdoored_site PK>IN"),
    ("Web shells on 230 Indian sites were used from 61 addresses in Pakistan.",
     "230 backdoored_site PK>IN, 61 backdoor_ip PK>IN"),
    ("Of 3,000 Ukrainian websites with backdoors, 1,100 were controlled from Russia by 95 IP addresses.",
     "3000 backdoored_site None>UA, 1100 backdoored_site RU>UA, 95 backdoor_ip RU>UA"),
    ("95 Russian IP addresses remotely controlled 1,100 websites in Ukraine through backdoors.",
     "95 backdoor_ip RU>UA, 1100 backdoored_site RU>UA"),
    # All of them, in a list, with days and a body.
    ("From March 19 to May 18, CNCERT said, the US was the source of 2,077 botnet servers controlling 1.18 million "
     "Chinese computers; of 135 hosts with 563 phishing pages aimed at Chinese sites and 14,000 phishing "
     "operations; and "
     "of 2,016 addresses that put backdoors into 1,754 Chinese websites in 57,000 attacks.",
     "2077 c2 US>CN, 1180000 victim_host US>CN, 135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN, "
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN, 57000 attack_event US>CN @ 2014-03-19 2014-05-18"),
    ("Between 19 March and 18 May, 1.18 million machines in China were controlled from the US (2,077 servers), 563 "
     "phishing pages on 135 US hosts targeted Chinese websites (14,000 phishing operations), and 1,754 "
     "Chinese websites "
     "were backdoored from 2,016 US addresses (57,000 attacks).",
     "1180000 victim_host US>CN, 2077 c2 US>CN, 563 phish_page US>CN, 135 phish_host US>CN, 14000 phish_event US>CN, "
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN, 57000 attack_event US>CN @ 2014-03-19 2014-05-18"),
    ("In the two months to May 18, a spokesman said, 2,077 control servers located in the U.S. controlled 1.18 million "
     "hosts in China. 135 hosts in the U.S. carried 563 phishing pages aimed at Chinese websites, and 2,016 IPs in "
     "the U.S. put backdoors into 1,754 Chinese websites.",
     "2077 c2 US>CN, 1180000 victim_host US>CN, 135 phish_host US>CN, 563 phish_page US>CN, 2016 backdoor_ip US>CN, "
     "1754 backdoored_site US>CN"),
    ("JPCERT/CC said in April 2014 640 servers in Brazil controlled 38,000 computers in Japan, 19 Brazilian hosts "
     "carried 75 phishing pages against Japanese sites, and 52 Brazilian addresses planted backdoors in 330 Japanese "
     "websites.",
     "640 c2 BR>JP, 38000 victim_host BR>JP, 19 phish_host BR>JP, 75 phish_page BR>JP, 52 backdoor_ip BR>JP, "
     "330 backdoored_site BR>JP @ 2014-04-01 2014-04-30"),
    ("According to CERT-UA, in the first quarter of 2014 Russian servers (310) controlled 72,000 Ukrainian computers, "
     "and 95 Russian IPs implanted backdoors in 1,100 Ukrainian sites, in a total of 8,700 attacks.",
     "310 c2 RU>UA, 72000 victim_host RU>UA, 95 backdoor_ip RU>UA, 1100 backdoored_site RU>UA, "
     "8700 attack_event RU>UA @ 2014-01-01 2014-03-31"),
    # Infected machines, defaced and hacked sites, floods.
    ("48,000 infected computers in India were controlled from Pakistan.", "48000 infected_host PK>IN"),
    ("Russian malware infected 5,200 computers in Ukraine.", "5200 infected_host RU>UA"),
    ("Hackers from Pakistan defaced 117 Indian websites.", "117 defaced_site PK>IN"),
    ("117 Indian websites were defaced by Pakistani hackers.", "117 defaced_site PK>IN"),
    ("The defacement of 117 Indian websites by a group from Pakistan was reported.", "117 defaced_site PK>IN"),
    ("Of the 400 Indian sites defaced in March 2014, 117 were defaced from Pakistan.",
     "400 defaced_site None>IN, 117 defaced_site PK>IN @ 2014-03-01 2014-03-31"),
    ("Russia-based hackers broke into 64 Ukrainian government websites.", "64 hacked_site RU>UA"),
    ("64 websites in Ukraine were hacked from Russia.", "64 hacked_site RU>UA"),
    ("Ukraine was hit by 930 DDoS attacks from Russia.", "930 attack_event RU>UA"),
    ("930 DDoS attacks from Russian addresses hit Ukrainian sites.", "930 attack_event RU>UA"),
    ("Russia launched 930 DDoS attacks against Ukraine.", "930 attack_event RU>UA"),
    ("Ukrainian networks suffered 930 attacks originating in Russia.", "930 attack_event RU>UA"),
    ("Attacks from Brazil on Japan numbered 2,500.", "2500 attack_event BR>JP"),
    ("410 Brazilian IP addresses attacked Japanese websites 2,500 times.", "410 attack_ip BR>JP, 2500 "
     "attack_event BR>JP"),
    ("DDoS attacks on Japanese sites came from 410 addresses in Brazil.", "410 attack_ip BR>JP"),
    ("Japan blocked 2,500 attacks from 410 Brazilian addresses.", "2500 attack_event BR>JP, 410 attack_ip BR>JP"),
    # Chinese.
    ("美国2077台控制服务器控制了中国境内118万台主机。", "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("中国境内118万台主机被美国2077台木马或僵尸网络控制服务器控制。", "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("位于美国的135台主机上有563个针对中国网站的钓鱼页面,造成1.4万次网络钓鱼事件。",
     "135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN"),
    ("563个钓鱼网站位于美国135台服务器上,针对中国用户。", "563 phish_page US>CN, 135 phish_host US>CN"),
    ("美国2016个IP地址对中国1754个网站植入后门,涉及后门攻击事件5.7万次。",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN, 57000 attack_event US>CN"),
    ("中国境内1754个网站被来自美国的2016个IP植入后门。", "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("3月19日至5月18日,境外共有5200台控制服务器控制我国境内240万台主机,其中美国有2077台,控制118万台主机。",
     "5200 c2 XX-CN>CN, 2400000 victim_host XX-CN>CN, 2077 c2 US>CN, 1180000 victim_host US>CN "
     "@ 2014-03-19 2014-05-18"),
    ("巴西640台控制服务器控制日本3.8万台主机。", "640 c2 BR>JP, 38000 victim_host BR>JP"),
    ("印度117个网站被巴基斯坦黑客篡改。", "117 defaced_site PK>IN"),
    ("来自俄罗斯的930次攻击针对乌克兰网站。", "930 attack_event RU>UA"),
    # Other orders and words.
    ("In total, 1.18 million hosts in China, controlled by 2,077 servers in the US, were found.",
     "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("American botnet servers, 2,077 of them, directly controlled 1.18 million mainland machines.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("The US hosted 2,077 botnet control servers that had 1.18 million PCs in China under control.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("2,077 servers based in America have taken control of 1.18 million Chinese PCs.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("The United States accounted for 2,077 of the 5,200 servers that controlled Chinese computers.",
     "2077 c2 US>CN, 5200 c2 None>CN"),
    ("Some 1.18 million Chinese computers were found to be controlled by 2,077 servers on US soil.",
     "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("Hackers used 2,077 servers in the US to control 1.18 million hosts in China.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("1.18 million Chinese hosts are remotely controlled via 2,077 C2 servers in the United States.",
     "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("Through 2,077 servers located in the US, 1.18 million hosts in China were controlled.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("The 2,077 US servers had 1.18 million Chinese hosts under their control.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("38,000 bots in Japan were steered by 640 command servers in Brazil.",
     "38000 victim_host BR>JP, 640 c2 BR>JP"),
    ("Trojans on 38,000 Japanese computers were controlled by 640 Brazilian servers.",
     "38000 victim_host BR>JP, 640 c2 BR>JP"),
    ("Computers in Japan controlled from Brazil: 38,000 (640 servers).",
     "38000 victim_host BR>JP, 640 c2 BR>JP"),
    ("135 US-based hosts were found to carry 563 phishing pages targeting Chinese sites.",
     "135 phish_host US>CN, 563 phish_page US>CN"),
    ("563 phishing pages spoofing Chinese websites were hosted in the United States on 135 servers.",
     "563 phish_page US>CN, 135 phish_host US>CN"),
    ("Phishing against Chinese websites: 135 US hosts, 563 pages, 14,000 operations.",
     "135 phish_host US>CN, 563 phish_page US>CN, 14000 phish_event US>CN"),
    ("The 563 phishing pages, which were carried by 135 hosts in the US and targeted Chinese websites, led to 14,000 "
     "phishing operations.",
     "563 phish_page US>CN, 135 phish_host US>CN, 14000 phish_event US>CN"),
    ("There were 563 pages on 135 American servers that phished for Chinese users.",
     "563 phish_page US>CN, 135 phish_host US>CN"),
    ("14,000 phishing operations against Chinese sites originated from 563 pages on 135 US hosts.",
     "14000 phish_event US>CN, 563 phish_page US>CN, 135 phish_host US>CN"),
    ("135 hosts in the US were home to 563 phishing sites imitating Chinese banks.",
     "135 phish_host US>CN, 563 phish_page US>CN"),
    ("As many as 14,000 phishing attacks on Chinese users were traced to 135 hosts in the US.",
     "14000 phish_event US>CN, 135 phish_host US>CN"),
    ("88 IP addresses in Pakistan hosted 420 counterfeit websites of Indian banks.",
     "88 phish_host PK>IN, 420 phish_page PK>IN"),
    ("420 websites counterfeiting Indian banks were hosted on 88 IP addresses in Pakistan.",
     "420 phish_page PK>IN, 88 phish_host PK>IN"),
    ("US-based attackers used 2,016 IP addresses to implant backdoors in 1,754 sites of China.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("Backdoors in 1,754 sites in China were implanted from 2,016 addresses in the US.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("2,016 US IPs, which carried out 57,000 attacks, implanted 1,754 sites in China with backdoors.",
     "2016 backdoor_ip US>CN, 57000 attack_event US>CN, 1754 backdoored_site US>CN"),
    ("2,016 IPs located in the U.S. opened backdoors on 1,754 Chinese websites.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("Of the 2,016 US addresses, which attacked 1,754 Chinese websites through backdoors, all were reported.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("A total of 57,000 backdoor attacks hit 1,754 websites in China from 2,016 addresses in the US.",
     "57000 attack_event US>CN, 1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("US IPs launched 57,000 backdoor attacks on 1,754 Chinese websites.",
     "57000 attack_event US>CN, 1754 backdoored_site US>CN"),
    ("China said 2,016 US IP addresses installed web shells on 1,754 of its websites.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("1,754 Chinese sites fell victim to backdoors planted by 2,016 addresses in the US.",
     "1754 backdoored_site US>CN, 2016 backdoor_ip US>CN"),
    ("2,016 American IPs were responsible for backdoors in 1,754 mainland websites.",
     "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    # The wider class.
    ("Ukraine counted 72,000 infected computers; 310 servers in Russia controlled them.",
     "72000 infected_host RU>UA, 310 c2 RU>UA"),
    ("5,200 Ukrainian computers were infected by Russian malware.", "5200 infected_host RU>UA"),
    ("117 Indian sites were hacked and defaced by a Pakistani group.", "117 defaced_site PK>IN"),
    ("A Pakistani group claimed to have defaced 117 Indian websites.", "117 defaced_site PK>IN"),
    ("DDoS attacks on Ukraine from Russia: 930.", "930 attack_event RU>UA"),
    ("Of 1,500 DDoS attacks on Ukrainian sites, 930 came from Russia.",
     "1500 attack_event None>UA, 930 attack_event RU>UA"),
    ("Russian IP addresses were the source of 930 DDoS attacks on Ukraine.", "930 attack_event RU>UA"),
    ("Japan recorded 2,500 attacks from Brazil and 900 from Peru.", "2500 attack_event BR>JP, 900 attack_event PE>JP"),
    ("2,500 cyber attacks against Japan were launched from 410 Brazilian IPs.",
     "2500 attack_event BR>JP, 410 attack_ip BR>JP"),
    ("64 Ukrainian websites were broken into by hackers in Russia.", "64 hacked_site RU>UA"),
    # An amount in whatever words right behind the verb is what was steered.
    ("2,077 servers in the US controlled at least 1.18 million hosts in China.",
     "2077 c2 US>CN, 1180000 victim_host US>CN"),
    ("310 servers in Russia controlled in all 72,000 computers in Ukraine.", "310 c2 RU>UA, 72000 victim_host RU>UA"),
    # Chinese again; the day of a release is no figure's, nor that of what follows.
    ("应急中心5月19日公布，3月19日至5月18日，2077台位于美国的服务器控制了我国境内118万台主机。2016个美国IP对1754个中国网站植入后门。",
     "2077 c2 US>CN, 1180000 victim_host US>CN, 2016 backdoor_ip US>CN, 1754 backdoored_site US>CN "
     "@ 2014-03-19 2014-05-18"),
    ("美国境内135台主机承载563个针对我国境内网站的钓鱼页面。", "135 phish_host US>CN, 563 phish_page US>CN"),
    ("来自美国的2016个IP对中国境内1754个网站植入后门。", "2016 backdoor_ip US>CN, 1754 backdoored_site US>CN"),
    ("中国有118万台主机受控于美国2077台服务器。", "1180000 victim_host US>CN, 2077 c2 US>CN"),
    ("针对中国网站的钓鱼页面563个,由美国135台主机承载。", "563 phish_page US>CN, 135 phish_host US>CN"),
    ("乌克兰64个网站遭俄罗斯黑客攻击。", "64 hacked_site RU>UA"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=range(1, len(TEXTS) + 1))
def test_figures_of_two_countries_are_read_in_any_wording(text: str, expected: str) -> None:
    assert_figures(text, expected)
