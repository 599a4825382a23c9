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

  function announce(title) {
    document.title = title + " · Lisière";
    var path = window.location.pathname;
    document.querySelectorAll(".nav-link").forEach(function (link) {
      if (new URL(link.href).pathname === path) {
        link.setAttribute("aria-current", "page");
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

  function picture(clicks, id) {
    frenchPlotly();
    var button = document.activeElement;
    var data = button && button.dataset;
    var card = button && button.closest(".chart");
    var graph = card && card.querySelector(".js-plotly-plot");
    if (!clicks || !graph || !data.title) { return window.dash_clientside.no_update; }
    var width = 1280;
    var layout = JSON.parse(JSON.stringify(graph.layout));
    var body = Math.max(graph.layout.height || 400, 360);
    layout.width = width;
    layout.height = body + 250;
    layout.margin = Object.assign({}, layout.margin, { l: 60, r: 80, t: 170, b: 110 });
    layout.annotations = (layout.annotations || []).concat([
      text(escape(data.title), 26, 1, 150, "top", 84, "Georgia, serif"),
      text(escape(data.subtitle), 15, 1, 82, "top", 140),
      text(escape(data.key), 15, 1, 50, "top", 160),
      text(escape(data.source) + " — Lisière, " + new Date().toLocaleDateString("fr-FR"), 12, 0, -58, "top", 170)
    ]);
    function text(content, size, y, shift, anchor, chars, family) {
      return {
        text: wrap(content, chars), xref: "paper", yref: "paper", x: 0, y: y, xanchor: "left", yanchor: anchor,
        yshift: shift, showarrow: false, align: "left", font: { size: size, family: family, color: "#1F2328" }
      };
    }
    window.Plotly.downloadImage({ data: graph.data, layout: layout, config: { locale: "fr" } },
      { format: id.format, width: width, height: layout.height, scale: id.format === "png" ? 2 : 1,
        filename: "lisiere-" + id.chart });
    return "Image enregistrée";
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.lisiere = { keep: keep, announce: announce, picture: picture };
  document.addEventListener("mouseover", frenchPlotly, { once: false, passive: true });
})();
