"use strict";
/* The page's own script: what Gradio has no component for. Every function gets its element and Gradio's `trigger`. */
window.onereel = {
  drawn: "",

  /* The page's beginning: what the page will run is run already while the studio is built, and its rest put in when it comes. */
  async open(rest, scripts) {
    const asked = fetch(`${rest}${window.location.search}`);
    for (const name of scripts) import(`/assets/${name}`).catch(() => {});
    try {
      this.put(new DOMParser().parseFromString(await (await asked).text(), "text/html"));
    } catch {
      document.getElementById("opening").textContent = "The studio has ended. Start it again, and open this page anew.";
    }
  },

  put(page) {
    const live = (node) => {
      if (node.nodeName !== "SCRIPT") return node;
      const script = document.createElement("script");
      for (const each of node.attributes) script.setAttribute(each.name, each.value);
      script.textContent = node.textContent;
      return script;
    };
    for (const part of ["head", "body"]) {
      for (const each of page[part].attributes) document[part].setAttribute(each.name, each.value);
      document[part].append(...[...page[part].childNodes].map(live));
    }
    const { root, theme_hash } = window.gradio_config || {};
    if (!theme_hash) return;
    const dress = document.createElement("link"); // Gradio would ask for it later, and wait
    dress.rel = "stylesheet";
    dress.setAttribute("href", new URL(`/theme.css?v=${theme_hash}`, root).toString());
    document.head.append(dress);
  },

  begin(given) {
    this.drawn = given.drawn;
    for (const part of window.gradio_config?.components || []) Object.assign(part.props, given.parts[part.id]);
  },

  opened(stamp) {
    const film = String(stamp || "").split(" ")[0];
    const url = new URL(window.location);
    if (!film || url.searchParams.get("film") === film) return;
    url.searchParams.set("film", film);
    window.history.replaceState(null, "", url);
  },

  cards(element, trigger) {
    let dragged = "";
    const card = (event) => event.target.closest(".card");
    const place = (item) => [...element.querySelectorAll(".card")].indexOf(item) + 1;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button || button.disabled) return;
      window.onereel.wanted = button.id;
      trigger("click", { act: button.dataset.act, scene: card(event).dataset.scene });
    });
    element.addEventListener("dragstart", (event) => {
      const item = card(event);
      if (!item) return;
      dragged = item.dataset.scene;
      item.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged);
    });
    element.addEventListener("dragover", (event) => {
      const item = card(event);
      if (!dragged || !item) return;
      event.preventDefault();
      element.querySelectorAll(".over").forEach((other) => other !== item && other.classList.remove("over"));
      item.classList.add("over");
    });
    element.addEventListener("dragend", () => {
      dragged = "";
      element.querySelectorAll(".over, .dragged").forEach((item) => item.classList.remove("over", "dragged"));
    });
    element.addEventListener("drop", (event) => {
      const item = card(event);
      if (!dragged || !item) return;
      event.preventDefault();
      if (item.dataset.scene !== dragged) trigger("click", { act: "move", scene: dragged, to: place(item) });
      dragged = "";
    });
  },

  editor(element, trigger, watch) {
    const scene = () => element.querySelector(".editor")?.dataset.scene;
    const filter = () => {
      const value = (name) => Number(element.querySelector(`#look-${name}`)?.value || 0);
      const from = (name) => Number(element.querySelector(`#look-${name}`)?.defaultValue || 0);
      const by = (name) => value(name) - from(name);
      const picture = element.querySelector("#edited-picture img");
      if (picture)
        picture.style.filter =
          `brightness(${1 + 0.6 * by("brightness")}) contrast(${1 + 0.5 * by("contrast")}) ` +
          `saturate(${1 + by("saturation")}) sepia(${Math.max(0, 0.45 * by("warmth"))})`;
    };
    element.addEventListener("input", (event) => {
      const field = event.target;
      if (field.type !== "range") return;
      const output = field.closest("label")?.querySelector("output");
      if (output) output.textContent = (field.value >= 0 ? "+" : "") + Number(field.value).toFixed(2);
      filter();
    });
    element.addEventListener("change", (event) => {
      const field = event.target.dataset.edit;
      if (!field) return;
      event.stopPropagation();
      window.onereel.wanted = event.target.id;
      trigger("change", { scene: scene(), field, value: event.target.value });
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) trigger("click", { act: button.dataset.act, scene: scene() });
    });
    let last = "";
    watch("value", () => {
      if (scene() && scene() !== last) element.querySelector(".editor").scrollIntoView({ block: "nearest" });
      last = scene() || "";
      const wanted = window.onereel.wanted && element.querySelector(`#${window.onereel.wanted}`);
      if (wanted && document.activeElement === document.body) wanted.focus();
    });
  },

  acts(element, trigger) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button && !button.disabled) trigger("click", { ...button.dataset });
    });
  },

  easel(element, trigger) {
    const sheet = () => element.querySelector("canvas");
    const tools = { kind: "paint", colour: "#e5484d", from: null, undo: [] };
    const radio = (value) => document.querySelector(`#brush-thing input[value="${value}"]`);
    const press = (kind, colour) => {
      tools.kind = kind;
      tools.colour = colour || tools.colour;
      element.querySelectorAll("[aria-pressed]").forEach((button) => {
        const on = kind === "paint" ? button.dataset.colour === tools.colour : button.dataset.tool === kind;
        button.setAttribute("aria-pressed", String(on));
      });
      if (sheet()) sheet().dataset.kind = kind;
    };
    const at = (event) => {
      const box = sheet().getBoundingClientRect();
      return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    };
    const draw = (to) => {
      const [canvas, from] = [sheet(), tools.from];
      const brush = canvas.getContext("2d");
      brush.globalCompositeOperation = tools.kind === "erase" ? "destination-out" : "source-over";
      brush.strokeStyle = tools.colour;
      brush.lineWidth = Number(element.querySelector("[data-size]").value);
      brush.lineCap = brush.lineJoin = "round";
      brush.beginPath();
      brush.moveTo(from.x * canvas.width, from.y * canvas.height);
      brush.lineTo(to.x * canvas.width + 0.01, to.y * canvas.height);
      brush.stroke();
      tools.from = to;
    };
    const keep = () => {
      const canvas = sheet();
      if (tools.sheet !== canvas) [tools.sheet, tools.undo] = [canvas, []];
      tools.undo.push([canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), canvas.dataset.painted || ""]);
      if (tools.undo.length > 20) tools.undo.shift();
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.target !== sheet() || event.button) return;
      event.preventDefault();
      if (tools.kind === "point") return trigger("select", at(event));
      keep();
      event.target.setPointerCapture(event.pointerId);
      event.target.dataset.painted = "yes";
      const own = radio(`paint:${element.querySelector(`[data-colour="${tools.colour}"]`).dataset.paint}`);
      if (tools.kind === "paint" && own && !own.checked) own.click();
      tools.from = at(event);
      draw(tools.from);
    });
    element.addEventListener("pointermove", (event) => {
      if (!tools.from || event.target !== sheet()) return;
      for (const each of event.getCoalescedEvents?.() || [event]) draw(at(each));
    });
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => (tools.from = null));
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.paint) {
        press("paint", button.dataset.colour);
        radio(`paint:${button.dataset.paint}`)?.click();
      } else if (button.dataset.tool === "back") {
        const [last, painted] = (tools.sheet === sheet() && tools.undo.pop()) || [];
        if (last) sheet().getContext("2d").putImageData(last, 0, 0);
        if (last) sheet().dataset.painted = painted;
      } else if (button.dataset.tool === "clear") {
        keep();
        sheet().getContext("2d").clearRect(0, 0, sheet().width, sheet().height);
        sheet().dataset.painted = "";
      } else press(button.dataset.tool);
    });
    document.addEventListener("change", (event) => {
      if (!event.target.closest?.("#brush-thing")) return;
      const swatch = element.querySelector(`[data-paint="${event.target.value.replace("paint:", "")}"]`);
      if (swatch) press("paint", swatch.dataset.colour);
    });
  },

  paint() {
    const sheet = document.querySelector("#brush-easel canvas");
    return sheet?.dataset.painted ? sheet.toDataURL("image/png") : "";
  },

  player(element, watch) {
    const follow = () => {
      const video = element.querySelector("video");
      if (!video || video.dataset.followed) return;
      video.dataset.followed = "yes";
      const buttons = [...element.querySelectorAll("[data-seek]")];
      video.addEventListener("timeupdate", () => {
        let now = null;
        for (const button of buttons) if (Number(button.dataset.seek) <= video.currentTime + 0.05) now = button;
        buttons.forEach((button) => button.toggleAttribute("aria-current", button === now));
      });
    };
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-seek]");
      const video = element.querySelector("video");
      if (!button || !video) return;
      video.currentTime = Number(button.dataset.seek);
      video.play();
    });
    follow();
    watch("value", follow);
  },
};
