"""How much of an input is taken in: every limit of this folder, in one place. What goes beyond is listed as skipped, never read in part."""

from __future__ import annotations

LARGEST_TEXT = 5_000_000
"""Bytes of one report in plain text; the longest reports are under 200,000, and a text of this size takes minutes to read: it is a dump."""

LARGEST_DOCUMENT = 20_000_000
"""Bytes of one page, feed, message or JSON document: a page saved with its pictures inside takes up to some 15 MB."""

LARGEST_SIDE = 1_000_000
"""Bytes of a side file."""

LARGEST_LINE = 5_000_000
"""Bytes of one line of JSON lines: one report with its fields."""

LARGEST_TABLE = 4_000_000_000
"""Bytes of one Parquet file."""

UNPACKED = 8_000_000_000
"""Bytes that one input may unpack to, all of its parts together: a daily archive of news pages takes up to 6 GB."""

RATIO = 150
"""Largest growth by unpacking: pages and text grow 4 to 20 times, a run of equal bytes a thousand times."""

RATIO_FROM = 20_000_000
"""Bytes up to which any growth is allowed: too few to harm."""

MEMBERS = 200_000
"""Parts of one archive, whatever they are."""

DIRECTORY = 64_000_000
"""Bytes of the list of contents of a zip archive, which is held in memory: about 600,000 names."""

DEPTH = 3
"""Archives inside archives, WARC files aside: a page in a compressed file in a tar in a zip."""

HEAD = 65_536
"""Bytes at the beginning of an input by which it is recognised."""

HEADERS = 65_536
"""Bytes of the header of one WARC record, and of the HTTP header in it."""

ITEMS = 10_000
"""Reports in one feed, message or JSON document."""

LIST_ELEMENTS = 800_000
"""Elements of one sitemap: up to 50,000 addresses (sitemaps.org, protocol 0.9), each with up to 15 elements."""

LARGEST_LIST = 52_428_800
"""Bytes of one sitemap, unpacked (sitemaps.org, protocol 0.9: 50 MB)."""

LISTED_PAGES = 50_000
"""Addresses in one sitemap, feed or list of feeds that are looked at."""

PAGES_ASKED = 200
"""Pages of one sitemap, with all the sitemaps it names, that are asked for when it is given as an address; at a second each they take 3 minutes."""

SITEMAPS_ASKED = 20
"""Sitemaps that one sitemap of sitemaps may lead to, the latest ones: a site of news has one for each day or month."""

ELEMENTS = 60_000
"""Elements of one page or XML document: a news page has 500 to 10,000."""

PARAGRAPHS = 20_000
"""Paragraphs of one report: a book has fewer."""

LINKED_DATA = 2_000_000
"""Characters of one script element that holds schema.org data."""

FACT = 1_000
"""Characters of one fact about a report (its title, its byline, its address): longer ones are none."""

CPU_SECONDS = 10
"""Processor time that a child process may take for one report: a page takes 0.01 to 0.3 s."""

WALL_SECONDS = 120.0
"""Time on the clock for the same: only a machine that is hopelessly busy, or a system without processor limits, gets here first."""

CHILD_MEMORY = 2_000_000_000
"""Bytes of address space of the child process; a page takes under 300 MB, a Parquet file with its reader's pools up to 1.5 GB."""

CRASHES = 50
"""Child processes that may break down over the parts of one input before the rest of it is given up."""

CHILDREN = 8
"""Child processes at once where nobody says how many: each takes up to 300 MB, and the parent keeps up with about as many."""

BUSY = 8
"""Documents that wait for each child before another one is started, which takes as long as some twenty pages."""

AHEAD = 256
"""Parts of inputs that are read ahead of the one whose answers are given out."""

AHEAD_BYTES = 4_000_000
"""Bytes of documents that are read ahead for each child: some batches, and few enough to be in the processor's cache still when they are sent."""

BATCH = 32
"""Documents that are sent to a child at once."""

BATCH_BYTES = 131_072
"""Bytes of documents that are sent to a child at once, if it is not one that is larger."""

BULK_BYTES = 524_288
"""The same where pages are taken apart in bulk, some ten times as fast."""

LISTED = 100
"""Skipped parts of one input that are listed one by one; the rest is told as a number."""

FETCH_SECONDS = 30.0
"""Time on the clock for one page with all its redirects, from the first name that is looked up to its last byte."""

STEP_SECONDS = 10.0
"""Time on the clock in which a server must accept a connection, or send some bytes."""

REDIRECTS = 8
"""Redirects that one page may take; browsers allow 20, pages need 3."""

ROBOTS = 512_000
"""Bytes of a robots.txt that count (RFC 9309, 2.5)."""

LONGEST_DELAY = 10.0
"""Seconds between two requests to one host that its robots.txt may ask for and get."""

ADDRESS = 4_000
"""Characters of an address on the web."""
