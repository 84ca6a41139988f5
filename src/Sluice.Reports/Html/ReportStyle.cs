namespace Sluice.Reports.Html;

/// <summary>How a report looks: by day, by night and on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { --page: #f6f7f9; --card: #fff; --text: #1c2430; --faint: #5b6778; --line: #dde2e9; --good: #1a7f4b; --bad: #c0322b; --cut: #9a6700; --phase: #7b8ba1; --stable: #2f6fb5; --code: #eef1f5; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #12161c; --card: #1b2129; --text: #e4e9f0; --faint: #98a5b6; --line: #303945; --good: #3fb877; --bad: #f0716a; --cut: #d9a13c; --phase: #66778e; --stable: #6ea8e8; --code: #242c36; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 1100px; margin: 0 auto; padding: 24px 16px 48px; }
        header, section, dl { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px; padding: 16px 20px; }
        header { border-left: 6px solid var(--good); }
        header.bad { border-left-color: var(--bad); }
        header.cut { border-left-color: var(--cut); }
        h1 { font-size: 21px; line-height: 1.35; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 16px; margin: 0 0 10px; }
        h3 { font-size: 15px; margin: 0 0 6px; color: var(--bad); overflow-wrap: anywhere; }
        h3.service { color: var(--text); }
        p { margin: 6px 0; overflow-wrap: anywhere; }
        .next b { color: var(--faint); margin-right: 6px; }
        .caption, dt, th, small, .took, .axis, .left-out { color: var(--faint); font-size: 13px; font-weight: normal; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px 20px; }
        dd { margin: 0; overflow-wrap: anywhere; }
        pre, code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
        pre { background: var(--code); border-radius: 6px; margin: 8px 0; padding: 10px 12px; }
        ul { margin: 0; padding-left: 20px; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; }
        th, td { border-bottom: 1px solid var(--line); padding: 5px 14px 5px 0; vertical-align: top; }
        td { overflow-wrap: anywhere; }
        td:first-child { overflow-wrap: normal; }
        small { white-space: nowrap; }
        tbody tr:last-child td { border-bottom: 0; }
        .state { display: inline-block; margin-right: 10px; }
        .row { display: grid; grid-template-columns: minmax(110px, 240px) 1fr 130px; gap: 12px; align-items: center; padding: 3px 0; }
        .row:not(.phase) .label { padding-left: 14px; }
        .track { position: relative; height: 14px; background: var(--code); border-radius: 4px; overflow: hidden; }
        .track div { position: absolute; top: 0; bottom: 0; min-width: 3px; border-radius: 3px; background: var(--phase); }
        .ready .track div { background: var(--good); }
        .failed .track div { background: var(--bad); }
        .ended .track div { background: var(--cut); }
        figure { margin: 10px 0 14px; }
        figcaption { color: var(--faint); font-size: 13px; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--faint); font-size: 11px; }
        svg .left { text-anchor: end; }
        svg .middle { text-anchor: middle; }
        .grid { stroke: var(--line); stroke-width: 1; }
        path.mark { stroke: var(--faint); stroke-width: 1; stroke-dasharray: 2 3; }
        .bound { stroke: var(--text); stroke-width: 1; stroke-dasharray: 6 3; }
        .line { fill: none; stroke-width: 1.6; }
        .line.candidate { stroke: var(--cut); } .area.candidate, .band.candidate { fill: var(--cut); }
        .line.stable { stroke: var(--stable); } .band.stable { fill: var(--stable); }
        .line.pass { stroke: var(--good); }
        .line.back { stroke: var(--bad); }
        .area, .band { fill-opacity: .2; stroke: none; }
        .key::before { content: "━ "; }
        .key.candidate { color: var(--cut); } .key.stable { color: var(--stable); } .key.pass { color: var(--good); } .key.back { color: var(--bad); }
        .key { margin-left: 12px; white-space: nowrap; }
        .axis { display: flex; justify-content: space-between; }
        @media print {
          :root { --page: #fff; --card: #fff; --text: #000; --faint: #444; --line: #bbb; --good: #1a7f4b; --bad: #c0322b; --cut: #9a6700; --phase: #7b8ba1; --stable: #2f6fb5; --code: #eee; }
          main { max-width: none; padding: 0; }
          tr, article, .row, header, figure { break-inside: avoid; }
          .track div, .track, pre { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;
}
