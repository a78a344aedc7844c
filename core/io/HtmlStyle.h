// How pages look: the roles, measures and colours of the window. Plots are drawn in the colours of the light
// theme; in the dark one each is replaced by its counterpart.
#pragma once

namespace latentscape {

inline constexpr const char* kHtmlStyle =
    R"css(
:root { color-scheme: light dark; --window: #f4f4f2; --card: #ffffff; --line: #dcdcd8; --grid: #ececea;
  --text: #1d1f21; --note: #6a6e73; --accent: #0b6bcb; --bar: #0072b2; --stage: #2a2b2e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--window); color: var(--text);
  font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 16px; }
header { margin: 0 4px 20px; }
h1 { margin: 0; font-size: 24px; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
header p { margin: 4px 0 0; color: var(--note); overflow-wrap: anywhere; }
section { margin: 0 0 12px; padding: 14px 18px 18px; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; break-inside: avoid; }
section > div.head { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between;
  align-items: baseline; margin-bottom: 10px; }
h2 { margin: 0; font-size: 15px; font-weight: 600; }
.note, figcaption, footer { color: var(--note); font-size: 12.5px; }
p { margin: 0 0 10px; max-width: 76ch; }
.figures { display: flex; flex-wrap: wrap; gap: 14px 36px; }
.figures div { min-width: 96px; }
.figures b { display: block; font-size: 22px; font-weight: 600; line-height: 1.25; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 5px 12px 5px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--grid);
  font-weight: 400; overflow-wrap: anywhere; }
tr:first-child > * { border-top: 0; }
thead th { color: var(--note); font-size: 12.5px; border-top: 0; white-space: nowrap; }
thead + tbody tr:first-child > * { border-top: 1px solid var(--line); }
tbody th { color: var(--note); }
.right td:nth-child(n+3), .right thead th:nth-child(n+3) { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.pairs th { width: 40%; }
.pairs td:nth-child(3) { color: var(--note); }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 3px 10px; align-items: center; }
.bars i { display: block; height: 8px; min-width: 1px; background: var(--bar); border-radius: 2px; }
.bars span { color: var(--note); font-size: 12.5px; }
figure { margin: 0; }
img { display: block; max-width: 100%; height: auto; padding: 4px; background: var(--stage); border-radius: 5px;
  image-rendering: pixelated; }
figcaption { margin-top: 4px; }
.pictures { display: flex; flex-wrap: wrap; gap: 12px; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { font-family: inherit; }
details summary { cursor: pointer; color: var(--accent); }
pre { margin: 10px 0 0; padding: 12px; overflow-x: auto; background: var(--window); border-radius: 5px;
  font-size: 12.5px; line-height: 1.45; }
footer { margin: 20px 4px 0; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  :root { --window: #1f2023; --card: #27282c; --line: #3a3b40; --grid: #34353a; --text: #e8e8e6;
    --note: #9da1a7; --accent: #4ba0f4; --bar: #56b4e9; --stage: #141517; }
  svg [stroke="#1d1f21"] { stroke: #e8e8e6; } svg [fill="#1d1f21"] { fill: #e8e8e6; }
  svg [stroke="#0072b2"] { stroke: #56b4e9; } svg [fill="#0072b2"] { fill: #56b4e9; }
  svg [stroke="#c2550a"] { stroke: #f0a04b; } svg [fill="#c2550a"] { fill: #f0a04b; }
  svg [stroke="#6a6e73"] { stroke: #9da1a7; } svg [fill="#6a6e73"] { fill: #9da1a7; }
  svg [stroke="#dcdcd8"] { stroke: #3a3b40; } svg [stroke="#ececea"] { stroke: #34353a; }
)css"
    // What raw values are drawn in: a quarter of the colour on the card.
    R"css(
  svg [stroke="#c6c7c7"] { stroke: #57585b; } svg [stroke="#bfdbeb"] { stroke: #334b5b; }
  svg [stroke="#efd4c1"] { stroke: #594634; }
}
@media print { body { background: none; } section { border-color: #dcdcd8; } }
)css";

} // namespace latentscape
