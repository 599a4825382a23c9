/* What only the browser can do: keep the filters in the address, say where we are, save a chart as a picture. */
(function () {
  "use strict";

  var MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre"];
  var DAYS = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];
  var firstPage = true;

  function frenchPlotly() {
    if (window.Plotly && window.Plotly.register && !frenchPlotly.done) {
      frenchPlotly.done = true;
      window.Plotly.register({
        moduleType: "locale",
        name: "fr",
        dictionary: {},
        format: {
          days: DAYS, shortDays: DAYS.map(function (d) { return d.slice(0, 3); }),
          months: MONTHS, shortMonths: MONTHS.map(function (m) { return m.slice(0, 4); }),
          date: "%d/%m/%Y", decimal: ",", thousands: "\u202f"
        }
      });
    }
  }

  function keep(values, ids) {
    var query = new URLSearchParams();
    ids.forEach(function (id, i) { if (values[i]) { query.set(id.name, values[i]); } });
    var text = query.toString();
    var address = window.location.pathname + (text ? "?" + text : "");
    if (address !== window.location.pathname + window.location.search) {
      window.history.replaceState(window.history.state, "", address);
    }
    return text;
  }

  /* Dash does not see the filters that « keep » wrote: a link to the same page without them would do nothing. */
  function leaveFilters(event) {
    var link = event.target.closest && event.target.closest("a[href]");
    var plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && plain && !link.hash && !link.download && link.origin === window.location.origin &&
        link.pathname === window.location.pathname && link.search !== window.location.search) {
      event.preventDefault();
      event.stopPropagation();
      window.location.assign(link.href);
    }
  }

  /* A place chosen on a map leads to its page: the address is in what the mark carries. */
  function follow() {
    window.dash_clientside.callback_context.triggered.forEach(function (change) {
      var point = change.value && change.value.points && change.value.points[0];
      var path = point && point.customdata;
      if (typeof path === "string" && path.indexOf("/territoire/") === 0) { window.location.assign(path); }
    });
  }

  /* The navigation of a narrow screen: its button says whether it is open, the style sheet shows it or not. */
  function unfoldMenu(open) {
    var button = document.querySelector(".menu-button");
    if (button) { button.setAttribute("aria-expanded", String(open)); }
    return button;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".menu-button");
    if (button) { unfoldMenu(button.getAttribute("aria-expanded") !== "true"); }
  });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector(".menu-button[aria-expanded='true']");
    if (menu && menu.parentElement.contains(document.activeElement)) { unfoldMenu(false).focus(); }
  });

  function announce(title) {
    document.title = title + " · Lisière";
    var path = window.location.pathname;
    var here = document.querySelector(".menu-button .here");
    if (here) { here.textContent = ""; }
    unfoldMenu(false);
    document.querySelectorAll(".nav-link").forEach(function (link) {
      if (new URL(link.href).pathname === path) {
        link.setAttribute("aria-current", "page");
        if (here) { here.textContent = " : " + link.textContent; }
      } else {
        link.removeAttribute("aria-current");
      }
    });
    if (firstPage) {
      firstPage = false;
      return window.dash_clientside.no_update;
    }
    var main = document.getElementById("page");
    window.scrollTo(0, 0);
    if (main) { main.focus({ preventScroll: true }); }
    return "Page : " + title;
  }

  function wrap(text, width) {
    var lines = [""];
    text.split(" ").forEach(function (word) {
      if ((lines[lines.length - 1] + " " + word).length > width) { lines.push(word); } else {
        lines[lines.length - 1] = (lines[lines.length - 1] + " " + word).trim();
      }
    });
    return lines.join("<br>");
  }

  function escape(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* In a picture, a map stands beside its key, and its insets under the key, as on a wide screen. */
  function besideKey(layout) {
    if (!layout.meta || !layout.meta.above) { return false; }
    var wide = layout.meta.wide || { "xaxis.domain": [0.3, 1] };
    Object.keys(wide).forEach(function (name) { layout[name.split(".")[0]].domain = wide[name]; });
    return true;
  }

  function picture(clicks, id) {
    frenchPlotly();
    /* Not the focused element: some browsers do not focus a button that is clicked. */
    var button = document.getElementById(JSON.stringify({ chart: id.chart, format: id.format, type: id.type }));
    var data = button && button.dataset;
    var card = button && button.closest(".chart");
    var graph = card && card.querySelector(".js-plotly-plot");
    if (!clicks || !graph || !data.title) { return window.dash_clientside.no_update; }
    var width = 1280;
    var layout = JSON.parse(JSON.stringify(graph.layout));
    var margin = layout.margin || {};
    /* As drawn: Dash takes the height out of the layout once the chart follows its screen. */
    var plot = graph.offsetHeight - (margin.t || 0) - (margin.b || 0);
    /* A map leaves its key to the page, and takes it along in a picture. */
    var key = (layout.meta && layout.meta.above) || 0;
    var beside = besideKey(layout);
    var above = beside ? 12 : margin.t || 0;
    (layout.annotations || []).forEach(function (note) {
      if (note.name === "key") {
        note.visible = true;
        if (beside) { note.yshift -= key; }
      }
    });
    var legend = block(data.key, 15, 125);
    legend.text = coloured(legend.text);
    var head = [block(data.title, 26, 80, "Georgia, serif"), block(data.subtitle, 15, 125), legend]
      .filter(function (part) { return part.text; });
    var foot = (data.caveats ? data.caveats.split("\n") : []).map(function (words) { return block(words, 13, 150); });
    foot.push(block(data.source.replace("{jour}", today()), 12, 165, "", "#57606A"));
    var under = foot.reduce(function (sum, part) { return sum + part.height; }, 0);
    var top = head.reduce(function (sum, part) { return sum + part.height; }, 24 + above);
    var bottom = under + (beside ? 60 : 72);
    var shift = top - 12;
    /* A slide, 16:9; taller only where the chart does not fit. Rows spread or tighten a little,
       what is left stays under them. */
    var slide = Math.round(width * 9 / 16);
    if (beside) {
      plot = Math.max(slide - top - bottom, key / 0.58);
      if (layout.yaxis2) { layout.yaxis2.domain = [0, 1 - key / plot]; }
    }
    plot = Math.min(plot, Math.max(plot * 0.85, slide - top - bottom));
    var left = Math.max(0, slide - plot - top - bottom);
    var blank = Math.max(0, left - Math.round(plot * 0.3));
    layout.width = width;
    layout.height = Math.max(slide, plot + top + bottom);
    bottom += blank;
    layout.margin = Object.assign({}, margin, { l: 60, r: 80, t: top, b: bottom });
    layout.annotations = (layout.annotations || []).concat(head.map(function (part) {
      var placed = text(part, 1, shift);
      shift -= part.height;
      return placed;
    }), foot.reduce(function (placed, part) {
      var last = placed[placed.length - 1];
      placed.push(text(part, 0, last ? last.yshift - last.taken : -52 - blank));
      placed[placed.length - 1].taken = part.height;
      return placed;
    }, []).map(function (note) { delete note.taken; return note; }));
    function block(content, size, chars, family, colour) {
      var lines = wrap(escape(content), chars);
      return { text: lines, size: size, family: family, colour: colour,
        height: Math.ceil(lines.split("<br>").length * size * 1.3) + 6 };
    }
    /* The key has the colours of the marks. */
    function coloured(words) {
      return words.replace(/●/g, '<span style="color:#B5432A">●</span>')
        .replace(/◆/g, '<span style="color:#2F5D7C">◆</span>');
    }
    function today() {
      var now = new Date();
      var month = now.toLocaleDateString("fr-FR", { month: "long" });
      return (now.getDate() === 1 ? "1er" : now.getDate()) + " " + month + " " + now.getFullYear();
    }
    function text(part, y, shift) {
      return {
        text: part.text, xref: "paper", yref: "paper", x: 0, y: y, xanchor: "left", yanchor: "top", yshift: shift,
        showarrow: false, align: "left", font: { size: part.size, family: part.family || undefined, color: part.colour || "#1F2328" }
      };
    }
    window.Plotly.downloadImage({ data: graph.data, layout: layout, config: { locale: "fr" } },
      { format: id.format, width: width, height: layout.height, scale: id.format === "png" ? 2 : 1,
        filename: "lisiere-" + id.chart });
    return "Image enregistrée";
  }

  /* The insets of a map stand under the main land on a narrow screen, beside it under the key on a wide one. */
  var wide = window.matchMedia("(min-width: 68rem)");

  function arrange(graph) {
    var places = graph.layout && graph.layout.meta;
    var wanted = wide.matches ? "wide" : "tall";
    /* Told in the layout itself: a new figure comes tall, and Plotly narrows the domains that it was given. */
    if (!places || !places.wide || (places.placed || "tall") === wanted) { return; }
    var moves = JSON.parse(JSON.stringify(places[wanted]));
    moves["meta.placed"] = wanted;
    window.Plotly.relayout(graph, moves);
  }

  function arrangeAll() {
    document.querySelectorAll(".graph.sheet .js-plotly-plot").forEach(function (graph) {
      if (!graph.on) { return; }
      if (!graph.watched) {
        graph.watched = true;
        graph.on("plotly_afterplot", function () { arrange(graph); });
      }
      arrange(graph);
    });
  }
  wide.addEventListener("change", arrangeAll);
  new MutationObserver(arrangeAll).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.lisiere = { keep: keep, follow: follow, announce: announce, picture: picture };
  document.addEventListener("click", leaveFilters, true);
  function say(words) {
    var place = document.getElementById("announced");
    if (place) { place.textContent = words; }
  }

  function copyByHand(text) {
    /* Where the page is not served over a secure address, browsers only copy what is selected. */
    var area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) { return; }
    var copied = navigator.clipboard ? navigator.clipboard.writeText(button.dataset.copy) : copyByHand(button.dataset.copy);
    copied.then(function () { button.textContent = "Phrase copiée"; say("Phrase copiée"); },
      function () { button.textContent = "Copie impossible : sélectionnez la phrase"; });
  });

  document.addEventListener("mouseover", frenchPlotly, { once: false, passive: true });
})();
