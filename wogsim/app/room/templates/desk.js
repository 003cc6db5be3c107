// The instructor's pages: what is new is fetched every two seconds, and what cannot be undone is asked twice.
(function () {
  "use strict";
  var body = document.body, where = body.getAttribute("data-live"), live = document.getElementById("live"), shown = null, held = false;

  function look() {
    var request = new XMLHttpRequest();
    request.open("GET", where, true);
    request.timeout = 10000;
    request.onreadystatechange = function () {
      if (request.readyState !== 4) { return; }
      window.setTimeout(look, 1000 * Number(body.getAttribute("data-every")));
      if (request.status !== 200) { return; }
      var page = request.responseText, asking = live.querySelector("[data-asked]");
      if (page !== shown && !asking && !held) { // a button that is being pressed stays, and so does one that asks again
        if (shown !== null) { replace(page); }
        shown = page;
      }
    };
    request.send();
  }
  function replace(page) {
    var there = document.activeElement, value = there && live.contains(there) ? there.value : null, main = live.querySelector("main");
    var top = main ? main.scrollTop : 0, all, i;
    live.innerHTML = page;
    main = live.querySelector("main");
    if (main) { main.scrollTop = top; }
    if (value) { // a keyboard's place is kept
      all = live.querySelectorAll("button");
      for (i = 0; i < all.length; i += 1) { if (all[i].value === value) { all[i].focus(); } }
    }
  }
  document.addEventListener("click", function (event) {
    var button = event.target;
    if (button.getAttribute && button.getAttribute("data-confirm") !== null && !button.hasAttribute("data-asked")) {
      event.preventDefault();
      button.setAttribute("data-asked", "");
      var before = button.textContent;
      button.textContent = body.getAttribute("data-sure");
      window.setTimeout(function () { button.textContent = before; button.removeAttribute("data-asked"); }, 4000);
    }
  });
  document.addEventListener("mousedown", function () { held = true; });
  document.addEventListener("mouseup", function () { window.setTimeout(function () { held = false; }, 0); });
  document.addEventListener("change", function (event) {
    var to = event.target.getAttribute && event.target.getAttribute("data-reloads");
    if (to) { window.location.assign(to + encodeURIComponent(event.target.value)); }
  });
  if (where) { look(); }
}());
