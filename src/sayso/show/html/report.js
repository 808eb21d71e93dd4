"use strict";
// Search, filters, the way from a claim to its words and back. Everything stands in the page already; nothing is fetched, nothing is built from text.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const WIDE = matchMedia("(min-width: 48rem)");
  const MOST_FOUND = 3000; // places of a search that are coloured; more would only slow the page down
  const MANY = 4; // articles above which those that do not carry the chosen claim are put away
  const WAIT = 120; // milliseconds after the last key before a search begins

  // ---- colours
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = { get() { try { return localStorage.getItem("sayso-theme"); } catch { return null; } },
                 set(value) { try { localStorage.setItem("sayso-theme", value); } catch { /* a browser that keeps nothing */ } } };
  const showTheme = () => $("theme").setAttribute("aria-pressed", String(root.dataset.theme ? root.dataset.theme === "dark" : dark.matches));
  if (["dark", "light"].includes(kept.get())) root.dataset.theme = kept.get();
  $("theme").addEventListener("click", () => {
    root.dataset.theme = $("theme").getAttribute("aria-pressed") === "true" ? "light" : "dark";
    kept.set(root.dataset.theme);
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  showTheme();

  // ---- search and filters
  const stories = all(".story").map((section) => ({
    section,
    claims: all(".claim", section).map((node) => ({ node, text: null, outlets: null, witnesses: null })),
    parts: all(".part", section),
    columns: all(".column", section),
    rows: all(".quoted tbody tr", section),
    none: section.querySelector(".none"),
  }));
  const outletOf = (column) => column.querySelector("h4").textContent;
  const said = (story) => story.said ??= all(".text [data-s]", story.section).reduce((found, piece) => {
    for (const one of piece.dataset.s.split(" ")) found.set(one, `${found.get(one) || ""} ${piece.textContent}`);
    return found;
  }, new Map()); // what stands in the articles for each statement: its words, who says them, and how
  const words = (story, one) => (one.text ??= [one.node.textContent, ...one.node.dataset.s.split(" ").map((at) => said(story).get(at))].join(" ").toLowerCase());
  const witnesses = (one) => (one.witnesses ??= new Set(all(".who", one.node).map((link) => link.textContent)));
  const outlets = (story, one) => (one.outlets ??= new Set(one.node.dataset.a.split(" ").map((at) => outletOf(story.columns[at - 1]))));
  const texts = new WeakMap();
  const text = (node) => texts.get(node) ?? (texts.set(node, node.textContent.toLowerCase()), texts.get(node));

  function fill(select, names) {
    [...new Set(names)].sort((a, b) => a.localeCompare(b, "en")).forEach((name) => select.add(new Option(name, name)));
    select.closest("label").hidden = select.options.length < 3;
  }

  function filter() {
    const asked = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [kind, outlet, witness] = ["kind", "outlet", "witness"].map((id) => $(id).value);
    const active = Boolean(asked.length || kind || outlet || witness);
    let shown = 0, total = 0;
    for (const story of stories) {
      let here = 0;
      for (const one of story.claims) {
        const fits = !active || ((!kind || one.node.dataset.f.split(" ").includes(kind)) && (!outlet || outlets(story, one).has(outlet))
          && (!witness || witnesses(one).has(witness)) && asked.every((word) => words(story, one).includes(word)));
        one.node.hidden = !fits;
        here += fits;
      }
      total += story.claims.length;
      shown += here;
      for (const part of story.parts) {
        part.hidden = active && !part.querySelector(".claim:not([hidden])");
        if (part.tagName === "DETAILS") {
          part.dataset.was ??= String(part.open);
          part.open = active ? true : part.dataset.was === "true";
          if (!active) delete part.dataset.was;
        }
      }
      if (story.none) story.none.hidden = !active || here > 0;
      let columns = 0;
      for (const column of story.columns) {
        column.hidden = Boolean(outlet && outletOf(column) !== outlet) || !asked.every((word) => text(column).includes(word));
        columns += !column.hidden;
      }
      for (const row of story.rows) {
        row.hidden = Boolean(witness && row.cells[0].textContent !== witness) || !asked.every((word) => text(row).includes(word));
      }
      story.section.hidden = active && stories.length > 1 && !here && !columns;
    }
    $("found").value = active ? `${shown} of ${total} claims` : `${total} claims`;
    $("clear").hidden = !active;
    colour(asked);
  }

  function colour(asked) {
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!asked.length) return;
    const ranges = [];
    for (const place of all(".claim:not([hidden]), .column:not([hidden]) .text, .quoted tbody tr:not([hidden])")) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && ranges.length < MOST_FOUND; node = walker.nextNode()) {
        const lower = node.data.toLowerCase();
        if (lower.length !== node.data.length) continue;
        for (const word of asked) {
          for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, WAIT); });
  for (const id of ["kind", "outlet", "witness"]) $(id).addEventListener("change", filter);
  $("clear").addEventListener("click", () => { for (const id of ["search", "kind", "outlet", "witness"]) $(id).value = ""; filter(); $("search").focus(); });

  // ---- from a claim to its words and back
  let chosen = null; // { story, claim, statement, places }
  const has = (list, one) => (list || "").split(" ").includes(String(one));
  const within = (scroller, node) => { scroller.scrollTop += node.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 3; };

  function letGo() {
    for (const node of all(".on, .now, .aside")) node.classList.remove("on", "now", "aside");
    for (const columns of all(".few")) columns.classList.remove("few");
    $("picked").hidden = true;
    chosen = null;
  }

  function pick(section, statement, claim) {
    letGo();
    const story = stories.find((one) => one.section === section);
    const node = claim || story.claims.map((one) => one.node).find((one) => has(one.dataset.s, statement));
    if (!node) return;
    const carriers = node.dataset.a.split(" ");
    const places = node.dataset.s.split(" ").filter((one) => section.querySelector(`.text [data-s~="${one}"]`));
    chosen = { section, node, statement: String(statement), places };
    node.classList.add("on");
    for (const one of places) {
      for (const piece of all(`.text [data-s~="${one}"]`, section)) piece.classList.add(one === chosen.statement ? "now" : "on");
    }
    for (const column of story.columns) {
      if (carriers.includes(column.dataset.a)) column.hidden = false;
      else column.classList.add("aside");
    }
    section.querySelector(".columns").classList.toggle("few", story.columns.length > MANY);
    if (WIDE.matches) {
      for (const column of story.columns) {
        const first = column.querySelector(".now, .on");
        if (first) within(column.querySelector(".text"), first);
      }
    }
    tell();
  }

  function tell() {
    const { section, node, statement, places } = chosen;
    const place = section.querySelector(`.text .now[data-s~="${statement}"]`);
    const link = $("picked-claim");
    link.textContent = `${node.querySelector(".no").textContent}. ${node.querySelector(".t").textContent}`;
    link.href = `#${node.id}`;
    const near = all(".places .at, .places .also a", node).find((one) => one.dataset.s === statement);
    const said = near?.closest("li").querySelector(".by")?.textContent;
    const alone = node.querySelector(".single")?.textContent;
    $("picked-by").textContent = alone ?? (place ? outletOf(place.closest(".column")) + (said ? `: ${said}` : "") : "");
    $("picked-at").textContent = `${places.indexOf(statement) + 1} of ${places.length}`;
    for (const id of ["before", "next", "picked-at"]) $(id).hidden = places.length < 2;
    $("picked").hidden = false;
  }

  function show(section, statement) {
    const place = section.querySelector(`.text .now[data-s~="${statement}"]`);
    place?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  function step(by) {
    if (!chosen) return;
    const { section, node, statement, places } = chosen;
    const to = places[(places.indexOf(statement) + by + places.length) % places.length];
    pick(section, to, node);
    show(section, to);
  }

  function follow(link) {
    const section = link.closest(".story");
    pick(section, link.dataset.s, link.closest(".claim"));
    const to = $(link.hash.slice(1));
    if (!to) return;
    history.pushState(null, "", link.hash);
    show(section, link.dataset.s);
    const column = to.closest(".column");
    column?.querySelector(".text").focus({ preventScroll: true });
  }

  function arrive(id) {
    const to = id && $(id);
    if (!to) return;
    if (to.matches(".claim")) {
      if (to.hidden) { $("clear").click(); }
      for (let up = to.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      if (!chosen || chosen.node !== to) {
        const first = to.dataset.s.split(" ")[0];
        pick(to.closest(".story"), first, to);
      }
      to.scrollIntoView({ block: "center" });
      to.focus({ preventScroll: true });
    } else if (to.dataset.s) {
      pick(to.closest(".story"), to.dataset.s.split(" ")[0], null);
      to.scrollIntoView({ block: "center", inline: "nearest" });
    } else {
      for (let up = to; up && up.closest(".story"); up = up.parentElement) up.hidden = false;
      to.scrollIntoView();
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.dataset.s) { event.preventDefault(); follow(link); return; }
    if (link && link.id !== "picked-claim" && link.matches(".n, .no, td a")) { event.preventDefault(); history.pushState(null, "", link.hash); arrive(link.hash.slice(1)); return; }
    if (link && link.id === "picked-claim") { event.preventDefault(); history.pushState(null, "", link.hash); arrive(link.hash.slice(1)); return; }
    const piece = event.target.closest(".text [data-s]");
    if (!piece || link || String(getSelection())) return;
    const section = piece.closest(".story");
    pick(section, piece.dataset.s.split(" ")[0], null);
    const two = section.querySelector(".desk");
    if (chosen && getComputedStyle(two).display === "grid") {
      for (let up = chosen.node.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      chosen.node.scrollIntoView({ block: "center" });
    }
  });
  addEventListener("popstate", () => (location.hash ? arrive(location.hash.slice(1)) : letGo()));
  addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) { const back = chosen.node; letGo(); back.focus(); } });
  $("before").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("done").addEventListener("click", letGo);

  // ---- the drawing: what hangs on a point lights up
  for (const graph of all(".graph")) {
    const lines = all(".lines path", graph);
    const light = (event) => {
      const node = event.target.closest(".node");
      graph.classList.toggle("hover", Boolean(node));
      const near = new Set(node ? [node.dataset.node] : []);
      if (node) for (const line of lines) {
        for (const [a, b] of [[line.dataset.from, line.dataset.to], [line.dataset.to, line.dataset.from]]) if (a === node.dataset.node && !/^[wo]:/.test(b)) near.add(b);
      }
      for (const line of lines) line.classList.toggle("lit", near.has(line.dataset.from) || near.has(line.dataset.to));
    };
    for (const kind of ["pointerover", "focusin"]) graph.addEventListener(kind, light);
    for (const kind of ["pointerleave", "focusout"]) graph.addEventListener(kind, () => { graph.classList.remove("hover"); for (const line of lines) line.classList.remove("lit"); });
  }

  // ---- paper has nothing to unfold
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("details:not([open])"); for (const one of folded) one.open = true; });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });

  // ---- the data
  $("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([$("ledgers").textContent, "\n"], { type: "application/json" }));
    link.download = "ledgers.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  fill($("outlet"), stories.flatMap((story) => story.columns.map(outletOf)));
  fill($("witness"), stories.flatMap((story) => story.rows.map((row) => row.cells[0].textContent)));
  $("save").hidden = !$("ledgers");
  document.querySelector(".tools").hidden = false;
  filter();
  if (location.hash) arrive(location.hash.slice(1));
})();
