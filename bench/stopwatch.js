// Notes in `window.bench` when a page comes to rest. Times are milliseconds since the navigation began.
//   changed  the last change anywhere on the page that could be seen
//   painted  the frame after it
//   still    the last time at which anything within the window came, went or moved
//   last     what that was
//   shift    the browser's own sum of layout shifts that no click caused
//   shifted  what moved in the largest of them
//   done     whether the script has finished, every picture is drawn and the last words are there
({busy, lastWords, pictures}) => {
    // Streamlit's own sign in the corner that a script runs: it comes and goes over the page and belongs to no part of it.
    const SIGN = '[data-testid="stStatusWidget"], [data-testid="stToolbar"]';
    const PIECES = "img, svg, canvas, input, textarea, button, iframe, video, hr";
    // How often a window in which nothing is changed is looked at all the same, in frames: a transition moves without a change.
    const PATROL = 5;
    const bench = (window.bench = {changed: 0, painted: 0, still: 0, last: "", shift: 0, shifted: "", clicked: 0, done: false});
    let dirty = true;
    let seen = new Set();
    let frame = 0;
    let largest = 0;

    const named = node => {
        const element = node?.closest ? node : node?.parentElement;
        return element?.closest("[data-testid]")?.dataset.testid ?? element?.tagName ?? "";
    };

    // What is written for tests shows nothing; the style of a fold is the half second in which it eases open around what it holds.
    const unseen = (target, name) => name.startsWith("data-test") || (name === "style" && target.tagName === "DETAILS");
    const seeable = ({type, target, attributeName}) =>
        !(type === "attributes" && unseen(target, attributeName))
        && !(target.parentElement ?? target).closest?.(SIGN)
        && document.body?.contains(target);
    const note = records => {
        dirty = true;
        if (!records.some(seeable)) return;
        bench.changed = performance.now();
        requestAnimationFrame(() => { bench.painted = performance.now(); });
    };
    new MutationObserver(note).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});

    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) {
            if (shift.hadRecentInput) continue;
            bench.shift += shift.value;
            bench.still = Math.max(bench.still, shift.startTime);
            if (shift.value > largest) {
                largest = shift.value;
                bench.shifted = shift.sources.map(source => named(source.node)).filter(Boolean)[0] ?? "";
            }
        }
    }).observe({type: "layout-shift", buffered: true});

    document.addEventListener("click", () => { bench.clicked = performance.now(); }, {capture: true});

    const words = element => [...element.childNodes].map(node => (node.nodeType === Node.TEXT_NODE ? node.data : "")).join("").trim();
    // Everything in the window that is painted, with its place; what lies outside is not looked into.
    const walk = (element, found) => {
        const box = element.getBoundingClientRect();
        const outside = box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth;
        if ((outside && box.width && box.height) || element.matches(SIGN)) return;
        const text = words(element);
        const piece = element.matches(PIECES);
        if ((text || piece) && element.checkVisibility({opacityProperty: true, visibilityProperty: true})) {
            const parts = element.tagName === "svg" ? element.getElementsByTagName("*").length : "";
            const place = [box.left, box.top, box.right, box.bottom].map(Math.round);
            found.push(`${element.tagName.toLowerCase()} ${text || named(element)} ${parts}@${place}`);
        }
        if (element.tagName !== "svg") for (const child of element.children) walk(child, found);
    };
    const look = () => {
        frame += 1;
        if (document.body && (dirty || frame % PATROL === 0)) {
            dirty = false;
            const found = [];
            walk(document.body, found);
            const now = new Set(found);
            const came = found.find(one => !seen.has(one)) ?? [...seen].find(one => !now.has(one));
            if (came) {
                bench.still = performance.now();
                bench.last = came.replace(/@[^@]*$/, "").trim().slice(0, 40);
            }
            seen = now;
        }
        bench.done = !busy() && complete();
        requestAnimationFrame(look);
    };

    const PLOTS = '[data-testid="stPlotlyChart"]';
    bench.plots = () => document.querySelectorAll(PLOTS).length;
    bench.pictures = () => document.querySelectorAll(`${PLOTS} .main-svg:first-child, svg[role="img"]`).length;
    const drawn = () => [...document.querySelectorAll(PLOTS)].every(plot => plot.querySelector(".main-svg"));
    const complete = () => drawn() && bench.pictures() >= pictures && document.body.textContent.includes(lastWords);
    requestAnimationFrame(look);
}
