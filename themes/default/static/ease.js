/*
 * The bar for easier reading. In: buttons with data-ease="<name>" and data-value; the one whose value stands on <html> is
 * pressed. Remembered in this browser only; nothing is sent anywhere. Without this script the bar is not there.
 */
(function () {
  "use strict";
  var root = document.documentElement;
  var bar = document.querySelector(".ease");
  if (!bar) {
    return;
  }
  var names = ["elder", "text", "palette", "cursor", "ruler"];
  var said = bar.querySelector(".ease-said");
  var buttons = Array.prototype.slice.call(bar.querySelectorAll("[data-ease]"));

  function chosen(name) {
    return root.getAttribute("data-" + name) || "";
  }

  function say(text) {
    said.textContent = text || "";
  }

  function show() {
    buttons.forEach(function (button) {
      var isOn = chosen(button.getAttribute("data-ease")) === button.getAttribute("data-value");
      button.setAttribute("aria-pressed", String(isOn));
    });
  }

  function keep() {
    var kept = {};
    names.forEach(function (name) {
      if (chosen(name)) {
        kept[name] = chosen(name);
      }
    });
    try {
      localStorage.setItem("fanzha-ease", JSON.stringify(kept));
    } catch (refused) {
      /* Holds on this page all the same. */
    }
    show();
  }

  function choose(name, value) {
    if (value) {
      root.setAttribute("data-" + name, value);
    } else {
      root.removeAttribute("data-" + name);
    }
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      var name = button.getAttribute("data-ease"), value = button.getAttribute("data-value");
      /* A switch goes off when it is pressed again; one of several values stays. */
      var isSwitch = button.hasAttribute("data-switch");
      choose(name, isSwitch && chosen(name) === value ? "" : value);
      say("");
      keep();
    });
  });

  bar.querySelector(".ease-reset").addEventListener("click", function () {
    names.forEach(function (name) {
      choose(name, "");
    });
    keep();
    say("已恢复默认显示");
  });

  /* The panel with the rarer settings. */
  var opener = bar.querySelector(".ease-open"), panel = document.getElementById("ease-panel");

  function open(isOpen) {
    panel.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  }

  opener.addEventListener("click", function () {
    open(panel.hidden);
  });
  bar.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !panel.hidden) {
      open(false);
      opener.focus();
    }
  });

  /* The reading line follows mouse, finger and keyboard. */
  var ruler = document.createElement("div");
  ruler.className = "ease-ruler";
  ruler.setAttribute("aria-hidden", "true");
  document.body.appendChild(ruler);

  function lay(y) {
    ruler.style.top = Math.round(y) + "px";
  }

  document.addEventListener("mousemove", function (event) {
    lay(event.clientY + 18);
  });
  document.addEventListener("touchmove", function (event) {
    lay(event.touches[0].clientY - 30);
  }, { passive: true });
  document.addEventListener("focusin", function (event) {
    lay(event.target.getBoundingClientRect().bottom + 4);
  });

  /* Reading aloud: one block after the other, by a voice that is in the device. */
  var reader = bar.querySelector(".ease-read"), speech = window.speechSynthesis;
  var waiting = [], current = null, turn = 0;
  if (!speech || !window.SpeechSynthesisUtterance) {
    reader.hidden = true;
  }

  function blocks() {
    var all = document.querySelectorAll("main h1, main h2, main h3, main h4, main p, main li, main dt, main dd, main caption, main th, main td, main figcaption");
    return Array.prototype.filter.call(all, function (it) {
      var isLeaf = !it.querySelector("p, li, dt, dd, td, h2, h3");
      return isLeaf && !it.closest("nav") && it.offsetParent !== null && it.textContent.trim();
    });
  }

  function mark(block) {
    if (current) {
      current.classList.remove("ease-reading");
    }
    current = block;
    if (block) {
      block.classList.add("ease-reading");
      block.scrollIntoView({ block: "center" });
    }
  }

  function stop(text) {
    turn += 1;
    waiting = [];
    mark(null);
    reader.setAttribute("aria-pressed", "false");
    say(text);
    speech.cancel();
  }

  function voice() {
    var voices = speech.getVoices().filter(function (it) {
      return /^(zh|cmn)/i.test(it.lang);
    });
    return voices.filter(function (it) {
      return it.localService;
    })[0] || null;
  }

  function next(mine) {
    if (mine !== turn) {
      return;
    }
    if (!waiting.length) {
      stop("读完了");
      return;
    }
    var part = waiting.shift(), words = new SpeechSynthesisUtterance(part.text);
    words.lang = "zh-CN";
    words.rate = 0.9;
    words.voice = voice();
    words.onend = function () {
      next(mine);
    };
    words.onerror = function () {
      if (mine === turn) {
        stop("这台设备读不出中文");
      }
    };
    if (part.block !== current) {
      mark(part.block);
    }
    speech.speak(words);
  }

  /* Sentences: some voices fall silent in a text of more than a few hundred characters. */
  function parts(block) {
    var text = block.textContent.replace(/\s+/g, " ").trim();
    return (text.match(/[^。！？；]{1,120}[。！？；]*|[。！？；]+/g) || []).map(function (it) {
      return { block: block, text: it };
    });
  }

  reader.addEventListener("click", function () {
    if (reader.getAttribute("aria-pressed") === "true") {
      stop("");
      return;
    }
    if (speech.getVoices().length && !voice()) {
      say("这台设备没有装中文语音，读不了");
      return;
    }
    turn += 1;
    speech.cancel();
    waiting = blocks().reduce(function (all, it) {
      return all.concat(parts(it));
    }, []);
    reader.setAttribute("aria-pressed", "true");
    say("正在朗读，再按一次停止");
    next(turn);
  });
  window.addEventListener("pagehide", function () {
    if (speech) {
      speech.cancel();
    }
  });

  /* Another tab, or this page brought back as it was left. */
  window.addEventListener("storage", function (event) {
    if (event.key === "fanzha-ease") {
      again();
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      again();
    }
  });

  function again() {
    var kept = {};
    try {
      kept = JSON.parse(localStorage.getItem("fanzha-ease") || "{}");
    } catch (refused) {
      return;
    }
    names.forEach(function (name) {
      var isWord = typeof kept[name] === "string" && /^[a-z]{1,10}$/.test(kept[name]);
      choose(name, isWord ? kept[name] : "");
    });
    show();
  }

  show();
})();
