// A participant's page, for browsers old and new: nothing here is newer than 2009.
// An answer is kept on the phone until the computer says that it has it; a page that is open looks for news by itself.
(function () {
  "use strict";
  var body = document.body, code = body.getAttribute("data-room");
  if (!code) { return; }
  var form = document.getElementById("form"), live = document.getElementById("live");
  var state = document.getElementById("state"), mark = body.getAttribute("data-mark");
  var EVERY = 1000 * Number(body.getAttribute("data-every")), AGAIN = EVERY, key = "wogsim-" + code, here = "/class/" + code, sending = false, memory = {};

  function read(name) {
    try { return JSON.parse(localStorage.getItem(key + name)) || null; } catch (e) { return memory[name] || null; }
  }
  function write(name, value) {
    memory[name] = value;
    try {
      if (value === null) { localStorage.removeItem(key + name); } else { localStorage.setItem(key + name, JSON.stringify(value)); }
    } catch (e) { /* a private window keeps nothing; then it is kept as long as the page is open */ }
  }
  function ask(method, where, sent, done) {
    var request = new XMLHttpRequest();
    request.open(method, where, true);
    request.timeout = 15000;
    request.setRequestHeader("Accept", "application/json");
    if (sent !== null) { request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); }
    request.onreadystatechange = function () {
      if (request.readyState === 4) { done(request.status, request.responseText); }
    };
    request.send(sent);
  }
  function say(text, bad) {
    state.hidden = !text;
    state.style.display = text ? "block" : "none";
    state.className = bad ? "state bad" : "state";
    state.textContent = text;
  }

  // Answers that are not known to have arrived: an array of {body, at}.
  function waiting() { return read("-waiting") || []; }
  function flush() {
    var queue = waiting();
    if (sending || !queue.length) { return; }
    sending = true;
    var first = queue[0], waited = (new Date().getTime() - first.at) / 1000;
    ask("POST", here + "/answer", first.body + "&waited=" + Math.max(0.1, waited).toFixed(1), function (status, text) {
      sending = false;
      if (status === 0 || status === 429 || status >= 500) {
        say(body.getAttribute("data-kept"), true);
        window.setTimeout(flush, AGAIN);
        return;
      }
      write("-waiting", waiting().slice(1));
      if (status === 200) {
        write("-draft", null);
        if (waiting().length) { flush(); } else { window.location.replace(here); }
        return;
      }
      var said = text;
      try { said = JSON.parse(text).said; } catch (e) { /* not ours */ }
      say(said, true);
      enable(true);
    });
  }
  function encoded() {
    var parts = [], all = form.elements, i, one;
    for (i = 0; i < all.length; i += 1) {
      one = all[i];
      if (one.name && !one.disabled && ((one.type !== "checkbox" && one.type !== "radio") || one.checked)) {
        parts.push(encodeURIComponent(one.name) + "=" + encodeURIComponent(one.value));
      }
    }
    return parts.join("&");
  }
  function enable(on) {
    if (!form) { return; }
    var all = form.getElementsByTagName("button"), i;
    for (i = 0; i < all.length; i += 1) { all[i].disabled = !on; }
  }

  // What has been filled in is still there when the page comes back.
  function draft() {
    var kept = {}, all = form.elements, i, one;
    for (i = 0; i < all.length; i += 1) {
      one = all[i];
      if (one.name && one.type !== "hidden") {
        if (one.type === "checkbox" || one.type === "radio") { kept[one.name + "=" + one.value] = one.checked; } else { kept[one.name] = one.value; }
      }
    }
    write("-draft", { of: form.getAttribute("data-draft"), kept: kept });
  }
  function restore() {
    var found = read("-draft"), all = form.elements, i, one;
    if (!found || found.of !== form.getAttribute("data-draft")) { return; }
    for (i = 0; i < all.length; i += 1) {
      one = all[i];
      if (one.name && one.type !== "hidden") {
        if (found.kept.hasOwnProperty(one.name)) { one.value = found.kept[one.name]; }
        if (found.kept.hasOwnProperty(one.name + "=" + one.value) && (one.type === "checkbox" || one.type === "radio")) { one.checked = found.kept[one.name + "=" + one.value]; }
      }
    }
  }

  // Tap in order instead of choosing numbers.
  function ranking(box) {
    var labels = box.getElementsByTagName("label"), items = [], order = [], i;
    function show() {
      var j;
      for (j = 0; j < items.length; j += 1) {
        var place = 0, k;
        for (k = 0; k < order.length; k += 1) { if (order[k] === j) { place = k + 1; } }
        items[j].select.value = place ? String(place) : "";
        items[j].number.textContent = place ? String(place) : "·";
        items[j].button.className = place ? "tap on" : "tap";
        items[j].button.setAttribute("aria-pressed", place ? "true" : "false");
      }
    }
    function tapped(j) {
      return function () {
        var k, without = [];
        for (k = 0; k < order.length; k += 1) { if (order[k] !== j) { without.push(order[k]); } }
        if (without.length === order.length) { without.push(j); }
        order = without;
        show();
        draft();
      };
    }
    for (i = 0; i < labels.length; i += 1) {
      var button = document.createElement("button"), number = document.createElement("b");
      button.type = "button";
      button.appendChild(number);
      button.appendChild(document.createTextNode(labels[i].getElementsByTagName("span")[0].textContent));
      button.onclick = tapped(i);
      items.push({ select: labels[i].getElementsByTagName("select")[0], button: button, number: number, label: labels[i] });
    }
    for (i = 1; i <= items.length; i += 1) {
      var j;
      for (j = 0; j < items.length; j += 1) { if (items[j].select.value === String(i)) { order.push(j); } }
    }
    for (i = 0; i < items.length; i += 1) {
      items[i].label.style.display = "none";
      items[i].select.required = false;
      box.appendChild(items[i].button);
    }
    show();
  }
  function budget(line) {
    var selects = form.querySelectorAll(".people select"), most = Number(line.getAttribute("data-most")), sum = 0, i;
    for (i = 0; i < selects.length; i += 1) { sum += Number(selects[i].value); }
    var shown = line.querySelector(".sum");
    shown.textContent = (sum > 0 ? "+" : "") + sum + " / " + most;
    shown.className = sum > most ? "sum overbudget" : "sum";
  }

  function look() {
    ask("GET", here + "/look", null, function (status, text) {
      window.setTimeout(look, EVERY);
      if (status !== 200) { return; }
      var news;
      try { news = JSON.parse(text); } catch (e) { return; }
      if (String(news.version) !== body.getAttribute("data-version")) {
        if (!waiting().length) { // a sentence that is being read goes along
          write("-said", state.className === "state bad" && !state.hidden ? state.textContent : null);
          window.location.replace(here);
        }
      } else if (news.mark !== mark) {
        mark = news.mark;
        ask("GET", here + "/live", null, function (there, page) {
          if (there === 200) {
            page = page.split("<!--below-->");
            live.innerHTML = page[0];
            document.getElementById("below").innerHTML = page[1] || "";
            if (!form && live.querySelector("[data-ready]")) { window.location.replace(here); }
          }
        });
      }
    });
  }

  if (form) {
    restore();
    var hints = form.querySelectorAll("[data-with-script]"), boxes = form.querySelectorAll(".rank"), i;
    for (i = 0; i < hints.length; i += 1) { hints[i].hidden = false; hints[i].removeAttribute("hidden"); }
    for (i = 0; i < boxes.length; i += 1) { ranking(boxes[i]); }
    var line = document.getElementById("budget");
    if (line) { budget(line); }
    form.onchange = form.oninput = function () { draft(); if (line) { budget(line); } };
    form.onsubmit = function () {
      var queue = waiting();
      queue.push({ body: encoded(), at: new Date().getTime() });
      write("-waiting", queue);
      say(body.getAttribute("data-sending"), false);
      enable(false);
      flush();
      return false;
    };
  }
  if (read("-said")) { say(read("-said"), true); write("-said", null); }
  flush();
  window.setTimeout(look, EVERY);
}());
