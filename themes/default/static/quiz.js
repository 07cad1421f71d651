// Makes a quiz of a self-test that is whole without it: options become buttons, the answer unfolds, the score is counted.
// Sends nothing, keeps nothing: it is over when the page is left.
(function () {
  "use strict";
  var quiz = document.querySelector("[data-quiz]");
  if (!quiz) return;
  var questions = quiz.querySelectorAll(".question");
  var score = quiz.querySelector(".score");
  var answered = 0;
  var right = 0;

  function mark(option, name, words) {
    var sign = document.createElement("span");
    sign.className = "option-mark";
    sign.textContent = words;
    option.classList.add(name);
    option.appendChild(sign);
  }

  function verdict() {
    var all = questions.length;
    if (right === all) return "全对！请把这份自测转给家人，一起做一遍。";
    if (right * 10 >= all * 7) return "不错。答错的题再看一遍解析，骗子专挑没想到的地方下手。";
    return "别灰心，答错在这里，总比错在电话里好。看完解析，再做一遍。";
  }

  function choose(question, options, chosen) {
    if (question.getAttribute("data-done")) return;
    question.setAttribute("data-done", "1");
    var answer = question.getAttribute("data-answer");
    var hit = chosen.getAttribute("data-letter") === answer;
    options.forEach(function (option) {
      option.setAttribute("aria-disabled", "true");
      if (option.getAttribute("data-letter") === answer) {
        mark(option, "option-right", hit ? "✓ 答对了" : "✓ 应选这个");
      } else if (option === chosen) {
        mark(option, "option-wrong", "✕ 不对");
      }
    });
    var reason = question.querySelector(".reason");
    if (reason) reason.open = true;
    answered += 1;
    if (hit) right += 1;
    score.textContent = answered < questions.length
      ? "做了 " + answered + " 题，答对 " + right + " 题"
      : "共 " + answered + " 题，答对 " + right + " 题。" + verdict();
  }

  questions.forEach(function (question) {
    var options = [];
    question.querySelectorAll(".option").forEach(function (item) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "option";
      button.setAttribute("data-letter", item.getAttribute("data-letter"));
      while (item.firstChild) button.appendChild(item.firstChild);
      item.className = "";
      item.removeAttribute("data-letter");
      item.appendChild(button);
      options.push(button);
      button.addEventListener("click", function () { choose(question, options, button); });
    });
  });
})();
