/* The selection of views, « mon dossier »: kept by this browser alone, and told by the address of its page. */
(function () {
  "use strict";

  var NAME = "lisiere-dossier";
  var PAGE = "/dossier";
  var KEY = "vues";
  var MOST = 30;
  var LONGEST = 5000;
  var memory = [];

  /* Without storage (a private window, a browser that forbids it) the selection lasts as long as the page. */
  function kept() {
    try {
      var found = JSON.parse(window.localStorage.getItem(NAME) || "[]");
      return Array.isArray(found) ? found.filter(function (view) { return typeof view === "string"; }) : [];
    } catch (error) {
      return memory;
    }
  }

  function keep(views) {
    memory = views;
    try { window.localStorage.setItem(NAME, JSON.stringify(views)); } catch (error) { /* the memory has it */ }
    refresh();
  }

  function address(views) {
    var told = views.map(function (view) { return encodeURIComponent(view).replace(/%2F/g, "/"); });
    return PAGE + (told.length ? "?" + KEY + "=" + told.join("+") : "");
  }

  function viewsOf(url) {
    var text = new URL(url, window.location.href).searchParams.get(KEY) || "";
    return text.split(" ").filter(Boolean);
  }

  function same(some, others) { return some.join(" ") === others.join(" "); }

  function say(words) {
    var place = document.getElementById("announced");
    if (place) { place.textContent = words; }
  }

  function write(element, words) {
    /* Only what changes: each change is looked at again. */
    if (element.textContent !== words) { element.textContent = words; }
  }

  function count(number) { return number + (number > 1 ? " vues" : " vue"); }

  function toggle(button) {
    var view = button.dataset.view;
    var views = kept();
    if (views.indexOf(view) >= 0) {
      keep(views.filter(function (other) { return other !== view; }));
      say("Retiré du dossier : " + count(views.length - 1) + ".");
    } else if (views.length >= MOST || views.concat(view).join(" ").length > LONGEST) {
      button.dataset.full = "true";
      refresh();
      say("Le dossier est plein : " + MOST + " vues au plus.");
    } else {
      keep(views.concat(view));
      say("Ajouté au dossier : " + count(views.length + 1) + ".");
    }
  }

  function refresh() {
    var views = kept();
    document.querySelectorAll(".basket-link").forEach(function (link) {
      if (link.getAttribute("href") !== address(views)) { link.setAttribute("href", address(views)); }
      write(link.querySelector(".basket-count"), views.length ? " (" + views.length + ")" : "");
    });
    document.querySelectorAll(".keep-view").forEach(function (button) {
      var inside = views.indexOf(button.dataset.view) >= 0;
      if (inside || views.length < MOST) { delete button.dataset.full; }
      write(button, inside ? "Retirer du dossier" : button.dataset.full ? "Dossier plein" : "Ajouter au dossier");
      button.classList.toggle("kept", inside);
    });
    document.querySelectorAll(".keep-all").forEach(function (button) {
      button.hidden = same(views, viewsOf(window.location.href));
    });
    open(views);
  }

  /* The page without its selection: that of this browser, where it has one. */
  function open(views) {
    var bare = window.location.pathname === PAGE && !viewsOf(window.location.href).length;
    if (bare && views.length) { window.location.replace(address(views)); }
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest(".keep-view, .keep-all, .basket-edit");
    if (!target) { return; }
    var here = viewsOf(window.location.href);
    if (target.matches(".keep-view")) {
      toggle(target);
    } else if (target.matches(".keep-all")) {
      keep(here);
      say("Dossier gardé dans ce navigateur : " + count(here.length) + ".");
    } else if (same(here, kept())) {
      keep(viewsOf(target.href));
    }
  }, true);

  window.addEventListener("storage", refresh);
  document.addEventListener("DOMContentLoaded", function () {
    if (window.location.pathname === PAGE && !kept().length) { memory = viewsOf(window.location.href); }
    refresh();
  });
  new MutationObserver(refresh).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-view"] });
})();
