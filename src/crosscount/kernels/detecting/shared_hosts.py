"""Hosts on which many people publish under one name: a phishing page there says nothing about the host.

Written by hand: file and form hosting, link shorteners, code and paste sites, portals, translators and caches. Services
that give each customer a name of its own (someone.example-builder.com) are not here: there the host is the customer's.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["SHARED_HOSTS", "is_shared"]

SHARED_HOSTS: frozenset[str] = frozenset(
    """
    google.com docs.google.com drive.google.com sites.google.com forms.gle goo.gl g.co storage.googleapis.com
    firebasestorage.googleapis.com translate.google.com groups.google.com script.google.com plus.google.com
    googledrive.com t.co bit.ly tinyurl.com ow.ly is.gd v.gd j.mp cutt.ly rebrand.ly buff.ly tiny.cc shorturl.at
    rb.gy s.id qr.ly linktr.ee lnkd.in adf.ly x.co snip.ly soo.gd t.ly u.to bl.ink dlvr.it
    facebook.com m.facebook.com l.facebook.com apps.facebook.com instagram.com twitter.com x.com linkedin.com
    youtube.com pinterest.com reddit.com vk.com t.me telegra.ph discord.com discord.gg cdn.discordapp.com
    media.discordapp.net medium.com tumblr.com blogger.com wordpress.com livejournal.com weebly.com wix.com
    github.com gist.github.com raw.githubusercontent.com gitlab.com bitbucket.org sourceforge.net codepen.io
    pastebin.com paste.ee ghostbin.com hastebin.com rentry.co notion.so notion.site evernote.com
    dropbox.com dl.dropboxusercontent.com dl.dropbox.com box.com app.box.com onedrive.live.com 1drv.ms
    mega.nz mediafire.com wetransfer.com we.tl sendspace.com 4shared.com anonfiles.com transfer.sh ufile.io
    s3.amazonaws.com blob.core.windows.net objects.githubusercontent.com ipfs.io cloudflare-ipfs.com dweb.link
    gateway.pinata.cloud archive.org web.archive.org archive.is archive.ph webcache.googleusercontent.com
    forms.office.com sway.office.com sharepoint.com canva.com jotform.com form.jotform.com typeform.com
    surveymonkey.com 123formbuilder.com formstack.com wufoo.com cognitoforms.com paperform.co
    yahoo.com r.search.yahoo.com bing.com baidu.com duckduckgo.com msn.com live.com qq.com weibo.com
    paypal.com ebay.com cgi.ebay.com amazon.com apple.com microsoft.com adobe.com steamcommunity.com
    geocities.com angelfire.com tripod.com members.tripod.com freewebs.com webs.com
    """.split()  # noqa: SIM905  as a list it would be unreadable
)


def is_shared(hosts: pa.Array, more: Iterable[str] = ()) -> pa.Array:
    """Whether each canonical host, with or without "www.", is in the list or one of `more`. False for null."""
    known = SHARED_HOSTS | {host.strip().lower() for host in more}
    return pc.is_in(pc.replace_substring_regex(hosts, r"^www\.", ""), pa.array(sorted(known)))
