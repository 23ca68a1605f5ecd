// Dresses the replayed page for its picture: what the recorder did not capture gets a hatched box, so that nobody takes it for a fault of the
// page, and a canvas is shown though its frame runs no script. Knows nothing of time.
"use strict";
window.dresser = (roots, trouble) => {
  const PLATE =
    "data:image/svg+xml," +
    encodeURIComponent(
      "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'><rect width='24' height='24' fill='#e4e7ec'/>" +
        "<path d='M-6 18 18-6M-6 30 30-6M6 30 30 6' stroke='#c3c9d4' stroke-width='2.4'/></svg>",
    );
  const HATCH = `url("${PLATE}")`;

  let boxed = new WeakMap(); // element -> the source it had when it got its hatched box
  let placeholders = 0;

  const captured = (source) => source.startsWith("data:") || source === ""; // a blob lived in the page that was recorded

  const box = (element, source) => {
    // What has a picture of its own gets another one; the rest gets a background.
    if (boxed.get(element) === source) return;
    if (!boxed.has(element)) placeholders += 1;
    boxed.set(element, source);
    element.style.setProperty("background", HATCH, "important");
    if (getComputedStyle(element).display === "inline") element.style.setProperty("display", "inline-block");
  };

  const unbox = (element) => {
    if (boxed.delete(element)) element.style.removeProperty("background");
  };

  const plate = (picture) => {
    for (const name of picture.tagName === "image" ? ["href", "xlink:href"] : ["srcset", "src"]) {
      const source = picture.getAttribute(name);
      if (source === null || captured(source) || (name === "href" && source === PLATE)) continue;
      placeholders += 1;
      if (name === "srcset") picture.removeAttribute(name);
      else picture.setAttribute(name, PLATE);
      if (name === "srcset" && !captured(picture.getAttribute("src") || "")) continue;
      if (name === "srcset" && !picture.getAttribute("src")) picture.setAttribute("src", PLATE);
    }
    if (picture.parentNode && picture.parentNode.tagName === "PICTURE") {
      for (const choice of picture.parentNode.querySelectorAll("source[srcset]")) {
        if (!captured(choice.getAttribute("srcset"))) choice.removeAttribute("srcset");
      }
    }
  };

  const stand = (canvas) => {
    // Without scripts in its frame a canvas has no box of its own: its picture becomes the background of one.
    let picture = "";
    try {
      picture = canvas.toDataURL();
    } catch (error) {
      trouble(error);
    }
    const drawn = picture && picture !== blankCanvas(canvas.width, canvas.height);
    canvas.style.setProperty("display", getComputedStyle(canvas).display === "inline" ? "inline-block" : getComputedStyle(canvas).display);
    if (!canvas.style.width && !canvas.__sized) {
      canvas.__sized = true;
      const style = getComputedStyle(canvas);
      if (style.width === "auto" || canvas.clientWidth === 0) canvas.style.width = canvas.width + "px";
      if (style.height === "auto" || canvas.clientHeight === 0) canvas.style.height = canvas.height + "px";
    }
    if (drawn) {
      canvas.style.setProperty("background", `url(${picture}) 0 0 / 100% 100% no-repeat`, "important");
    } else if (!canvas.__drawn) {
      box(canvas, "canvas");
    }
    canvas.__drawn ||= drawn;
  };

  const blanks = new Map();
  const blankCanvas = (width, height) => {
    const key = width + "x" + height;
    if (!blanks.has(key)) {
      const empty = document.createElement("canvas");
      empty.width = width;
      empty.height = height;
      blanks.set(key, empty.toDataURL());
    }
    return blanks.get(key);
  };

  const dress = () => {
    // Hatched boxes; and the pictures still on their way.
    const coming = [];
    for (const root of roots()) {
      for (const picture of root.querySelectorAll("img, input[type=image], image")) {
        plate(picture);
        if (picture.complete === false && picture.getAttribute("src")) coming.push(picture);
      }
      for (const other of root.querySelectorAll("video, audio, object, embed, iframe, canvas")) {
        if (other.tagName === "CANVAS") stand(other);
        else if (other.tagName === "IFRAME") {
          let inner = null;
          try {
            inner = other.contentDocument;
          } catch {
            // of another origin
          }
          if (!inner || !inner.body || !inner.body.childNodes.length) box(other, "frame");
          else unbox(other);
        } else if (other.tagName !== "AUDIO") {
          box(other, "media");
        }
      }
    }
    return coming;
  };

  const begin = () => {
    boxed = new WeakMap();
    placeholders = 0;
  };

  return { begin, dress, count: () => placeholders };
};
