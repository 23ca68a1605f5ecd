// On through a scene: from the picture of one cue on to the page at rest for the next, and all that is asked on the way. Said at once: to be
// spoken to costs a page about a millisecond each time, and there are some thirty questions in a clip.
"use strict";
(() => {
  // A scene is handed over as a file: see Browser.lend.
  onlooker.given = document.createElement("input");
  onlooker.given.type = "file";

  const put = (ask) => {
    try {
      return ask.press ? onlooker.under(ask.press) : onlooker.look();
    } catch (error) {
      onlooker.still.change(); // what the next look finds is told anew
      return { failed: String(error) };
    }
  };

  let waiting = null; // the advance that waits for the page to be pictured
  const pictured = (serial) => {
    const passed = new Promise((pass) => (waiting = { serial, pass }));
    return Promise.race([onlooker.framed(), passed]);
  };

  // That advance's picture is there, whether the page ran a frame for it or not.
  onlooker.pass = (serial) => waiting && waiting.serial === serial && waiting.pass();

  // `asks` in the order of the session: what lies under a press, or what stands on the screen, at `at` (null: where the page is). `drawn`: the page
  // is being pictured as it is, and may be changed once that can do no harm. `number`: the cue to come to; null when there is none left.
  onlooker.advance = async (serial, asks, number, drawn) => {
    if (drawn) await pictured(serial);
    waiting = null;
    onlooker.unroll();
    const told = [];
    for (const ask of asks) {
      if (ask.at !== null && onlooker.seek(ask.at)) await new Promise(onlooker.afterwards); // pictures are on their way
      told.push(put(ask));
    }
    return { told, shown: number === null ? {} : await onlooker.show(number) };
  };
})();
