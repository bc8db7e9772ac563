'use strict';
const run = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const MARKS = { passed: '✓', failed: '✗', flaky: '~', ignored: '·', 'not-run': '·', running: '…', skipped: '·' };

// Text only ever enters the page as text.
function make(tag, attributes = {}, ...children) {
  const svg = ['svg', 'rect', 'text', 'line', 'path', 'title', 'g'].includes(tag);
  const node = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') node.onclick = value; else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function time(seconds) {
  if (seconds >= 60) return Math.floor(seconds / 60) + ' min ' + Math.round(seconds % 60) + ' s';
  if (seconds >= 1) return seconds.toFixed(2) + ' s';
  if (seconds >= 0.001) return (seconds * 1e3).toFixed(1) + ' ms';
  return Math.round(seconds * 1e6) + ' µs';
}

const plural = (n, word) => n.toLocaleString('en') + ' ' + word + (n === 1 ? '' : 's');
const ran = run.tests.filter(test => test.ran);
const counts = { passed: 0, failed: 0, flaky: 0, ignored: 0, 'not-run': 0 };
for (const test of run.tests) counts[test.verdict] += 1;

function head() {
  const failed = !run.success;
  document.title = (failed ? '✗ ' : '✓ ') + run.target;
  byId('title').textContent = failed && counts.failed === 0 ? 'the run of ' + run.target + ' failed'
    : failed ? counts.failed.toLocaleString('en') + ' of ' + plural(ran.length, 'test') + ' in ' + run.target + ' failed'
    : plural(ran.length, 'test') + ' in ' + run.target + ' passed';
  byId('title').className = failed ? 'failed' : '';
  const began = new Date(run.began * 1000).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
  const facts = [run.network || 'no network', ...(run.start ? ['started in ' + run.start] : []), 'isolation ' + run.isolation, plural(run.threads, 'thread'), time(run.took), began];
  if (run.seed !== null) facts.push('seed ' + run.seed);
  byId('facts').textContent = facts.join(' · ');
  for (const [verdict, count] of Object.entries(counts)) {
    if (count === 0) continue;
    byId('verdicts').append(make('i', { class: verdict + '-b', style: 'flex:' + count }));
    byId('counts').append(make('li', { class: verdict + '-t' }, make('b', {}, count.toLocaleString('en')), ' ' + verdict.replace('-', ' ')));
  }
  byId('problems').append(...run.problems.map(problem => make('li', {}, problem)));
}

// A step between marks of an axis: 1, 2 or 5 times a power of ten.
function nice(length) {
  const power = 10 ** Math.floor(Math.log10(length));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => length / step <= 1) || length;
}

function timeline() {
  const WIDTH = 1200, LANE = 26, TOP = 24, LEFT = 16;
  const lanes = 1 + Math.max(0, ...ran.map(test => test.ran.thread));
  const end = Math.max(run.took, ...ran.map(test => test.ran.ready + test.ran.waited + test.ran.took), 1e-6);
  const x = seconds => LEFT + seconds / end * (WIDTH - LEFT);
  const bottom = TOP + lanes * LANE;
  const svg = make('svg', { viewBox: `0 0 ${WIDTH} ${bottom + 4}`, role: 'img', 'aria-label': 'tests over time' });
  const leaky = ran.filter(test => test.phase === 'leaky').map(test => test.ran.ready + test.ran.waited);
  if (leaky.length > 0) {
    const from = x(Math.min(...leaky));
    svg.append(make('rect', { x: from, y: 14, width: WIDTH - from, height: bottom - 10, rx: 3, fill: 'var(--leaky)' },
      make('title', {}, 'from the first leaky test on')));
  }
  const apart = nice(end / 8);
  for (let at = 0; at < end; at += apart) {
    svg.append(make('line', { x1: x(at), x2: x(at), y1: 14, y2: bottom, stroke: 'var(--line)' }));
    if (x(at) < WIDTH - 40) svg.append(make('text', { x: x(at) + 3, y: 10 }, at === 0 ? '0' : time(Number(at.toPrecision(3))).replace(/\.0+ /, ' ')));
  }
  for (let lane = 0; lane < lanes; lane++) svg.append(make('text', { x: 0, y: TOP + lane * LANE + 15 }, lane + 1));
  const top = test => TOP + test.ran.thread * LANE;
  for (const test of ran.filter(test => test.ran.waited > 0)) {
    const { ready, waited } = test.ran;
    svg.append(make('rect', { x: x(ready), y: top(test) + 8, width: Math.max(x(waited) - LEFT, 0.5), height: 6, fill: 'var(--waited)' }));
  }
  for (const test of ran) {
    const { ready, waited, took, tries, behind } = test.ran;
    const about = [test.name, time(took) + (tries > 1 ? `, ${tries} tries` : '')];
    if (waited > 0) about.push(`waited ${time(waited)}` + (behind.length ? ` for ${behind.join(', ')}` : ''));
    const begin = x(ready + waited), length = Math.max(x(took) - LEFT, 1.2);
    test.bar = make('rect', { class: 'bar', x: begin, y: top(test), width: Math.max(length - 0.4, 0.8), height: LANE - 4, rx: 1.5,
      fill: `var(--${test.verdict})`, onclick: () => show(test) }, make('title', {}, about.join('\n')));
    svg.append(test.bar);
    // Seen also where the bar is too thin for its colour.
    if (test.verdict === 'failed') {
      const middle = begin + length / 2;
      svg.append(make('path', { d: `M${middle - 5} ${top(test) - 5}h10l-5 7z`, fill: 'var(--failed)', stroke: 'var(--card)' }));
    }
  }
  byId('timeline').append(svg);
  const busy = ran.reduce((sum, test) => sum + test.ran.took, 0);
  byId('time-note').textContent = ran.length === 0 ? 'nothing ran'
    : `each line a thread, each bar a test; threads were busy ${Math.round(busy / (end * lanes) * 100)} % of the time`;
  const legend = Object.keys(counts).filter(verdict => ran.some(test => test.verdict === verdict)).map(verdict => [verdict + '-b', '', verdict]);
  if (ran.some(test => test.ran.waited > 0)) legend.push(['waited-b', '', 'waits for the locks of others']);
  if (leaky.length > 0) legend.push(['', 'background:var(--leaky);outline:1px solid var(--waited)', 'leaky tests have begun']);
  byId('legend').append(...legend.map(([kind, style, text]) => make('li', {}, make('i', { class: kind, style }), text)));
}

// A row of squares for each module.
function map() {
  const modules = new Map();
  for (const test of [...run.tests].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // The tests of a list of cases stand with the others of their module.
    const name = test.name.replace(/::case_[^:]*$/, '');
    const module = name.includes('::') ? name.replace(/::[^:]*$/, '') : '';
    modules.set(module, [...(modules.get(module) || []), test]);
  }
  const longest = Math.max(1e-6, ...ran.map(test => test.ran.took));
  for (const [module, tests] of modules) {
    const cells = tests.map(test => {
      const side = Math.round(8 + 14 * Math.sqrt((test.ran ? test.ran.took : 0) / longest));
      test.cell = make('i', { class: test.verdict + '-b', style: `width:${side}px;height:${side}px`,
        title: test.name + (test.ran ? '\n' + time(test.ran.took) : '\n' + test.reason), onclick: () => show(test) });
      return test.cell;
    });
    const all = tests.reduce((sum, test) => sum + (test.ran ? test.ran.took : 0), 0);
    byId('map').append(make('span', {}, module || run.target), make('div', { class: 'cells' }, ...cells), make('span', { class: 'num' }, all > 0 ? time(all) : ''));
  }
}

function step(data) {
  const children = data.steps.map(step);
  return make('div', { class: 'step' },
    make('div', { class: 'head' },
      make('span', { class: data.outcome + '-t' }, MARKS[data.outcome]),
      make('span', { class: 'what' }, data.name + ' ', make('span', { class: 'place' }, data.place)),
      make('span', { class: 'num' }, data.outcome === 'skipped' ? '' : time(data.took))),
    ...data.notes.map(note => make('div', { class: 'note' }, note)), ...children);
}

let chosen = null;
function show(test) {
  for (const node of [chosen?.bar, chosen?.row, chosen?.cell]) node?.classList.remove('chosen');
  chosen = test;
  for (const node of [test.bar, test.row, test.cell]) node?.classList.add('chosen');
  const { ran } = test;
  byId('detail').hidden = false;
  byId('h-test').replaceChildren(make('span', { class: test.verdict + '-t' }, MARKS[test.verdict] + ' '), test.display || test.name);
  const about = [test.name, test.place, ...test.tags.map(tag => '#' + tag)];
  if (test.reason) about.push(test.reason);
  if (ran) {
    about.push(time(ran.took));
    if (ran.waited > 0) about.push('waited ' + time(ran.waited) + (ran.behind.length ? ' behind ' + ran.behind.join(', ') : ' for locks'));
    if (ran.tries > 1) about.push(ran.tries + ' tries');
  }
  const parts = [make('p', { class: 'place' }, about.filter(Boolean).join(' · ')), ...(ran ? ran.steps.map(step) : [])];
  if (ran && ran.output) parts.push(make('pre', {}, ran.output));
  byId('test').replaceChildren(...parts);
  if (location.hash.slice(1) !== test.name) history.replaceState(null, '', '#' + test.name);
}

function words(test) {
  const of = steps => steps.map(step => [step.name, ...step.notes, of(step.steps)].join(' ')).join(' ');
  return [test.name, test.display, ...test.tags, test.verdict, test.ran ? of(test.ran.steps) : ''].join(' ').toLowerCase();
}

function tests() {
  const order = { failed: 0, flaky: 1, passed: 2, ignored: 3, 'not-run': 4 };
  const longest = Math.max(1e-6, ...ran.map(test => test.ran.took));
  const sorted = [...run.tests].sort((a, b) => order[a.verdict] - order[b.verdict] || (a.name < b.name ? -1 : 1));
  for (const test of sorted) {
    const [, path, last] = test.name.match(/^(.*::)?([^]*)$/);
    test.row = make('div', { class: 'row', 'data-test': test.name, title: test.display, onclick: () => show(test) },
      make('span', { class: test.verdict + '-t' }, MARKS[test.verdict]),
      make('span', { class: 'name' }, make('span', {}, path || ''), last),
      make('i', { class: 'length ' + test.verdict + '-b', style: `width:${test.ran ? Math.max(2, 90 * test.ran.took / longest) : 0}px` }),
      make('span', { class: 'num' }, test.ran ? time(test.ran.took) : ''));
    test.words = words(test);
    byId('tests').append(test.row);
  }
  byId('filter').oninput = event => {
    const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const test of sorted) test.row.hidden = !wanted.every(word => test.words.includes(word));
    for (const test of sorted) test.cell.style.opacity = test.row.hidden ? 0.15 : '';
    for (const test of ran) test.bar.style.opacity = test.row.hidden ? 0.15 : 1;
  };
}

function meters(into, rows, kind) {
  const most = rows.length ? rows[0].value : 1;
  for (const { label, value, test } of rows) {
    byId(into).append(make('div', { class: 'meter ' + kind, title: test.name, onclick: () => show(test) },
      make('i', { style: `width:${value / most * 100}%` }), make('span', {}, label), make('span', { class: 'num' }, time(value))));
  }
  if (rows.length === 0) byId(into).append(make('p', { class: 'place' }, 'none'));
}

function slow() {
  const rows = [];
  const leaves = (steps, test) => {
    for (const step of steps) {
      if (step.outcome === 'skipped') continue;
      if (step.steps.length) leaves(step.steps, test); else rows.push({ label: step.name, value: step.took, test });
    }
  };
  for (const test of ran) leaves(test.ran.steps, test);
  meters('slow', rows.sort((a, b) => b.value - a.value).slice(0, 12), '');
  const waits = ran.filter(test => test.ran.waited > 0).map(test => ({ label: test.name, value: test.ran.waited, test }));
  meters('waits', waits.sort((a, b) => b.value - a.value).slice(0, 8), 'wait');
}

// The prefixes of functions of HAPI; those of none are in the last.
const SERVICES = ['Crypto', 'Token', 'Consensus', 'Contract', 'File', 'Schedule', 'Transaction', 'Node', 'Network', 'Other'];

function tiles(rows, highest = Math.max(1, ...rows.map(row => row.count))) {
  const most = Math.log(1 + highest);
  return make('div', { class: 'tiles' }, ...rows.map(({ name, count, title }) => {
    const share = count > 0 ? 14 + Math.round(Math.log(1 + count) / most * 46) : 0;
    const style = count > 0 ? `background:color-mix(in srgb, var(--passed) ${share}%, var(--card))` : '';
    return make('span', { class: count > 0 ? 'tile hit' : 'tile', style, title },
      name + ' ', make('b', {}, count > 0 ? count.toLocaleString('en') : ''));
  }));
}

function coverage() {
  const { functions, codes } = run.coverage;
  const rows = functions.map(({ name, calls, codes }) => (
    { name, count: calls, title: codes.map(code => code.name + ' ' + code.count).join('\n') || 'not called' }));
  const called = rows.filter(row => row.count > 0);
  const services = new Map(SERVICES.map(name => [name, []]));
  for (const row of rows) services.get(SERVICES.find(name => row.name.startsWith(name)) || 'Other').push(row);
  byId('cover-note').textContent = `${called.length} of ${rows.length} called (${Math.round(called.length / rows.length * 100)} %)`;
  const most = Math.max(1, ...rows.map(row => row.count));
  const of = ([name, rows]) => {
    const hit = rows.filter(row => row.count > 0).length;
    return make('div', { class: 'service' }, make('h3', {}, name,
      make('span', { class: 'gauge' }, make('i', { style: `width:${hit / rows.length * 100}%` })), make('small', {}, `${hit} of ${rows.length}`)),
      tiles(rows.map(row => ({ ...row, name: row.name.slice(row.name === name || name === 'Other' ? 0 : name.length) })), most));
  };
  byId('functions').append(make('div', { class: 'services' }, ...[...services].filter(([, rows]) => rows.length > 0).map(of)));
  const met = codes.filter(code => code.count > 0), other = codes.filter(code => code.count === 0);
  const tile = ({ name, count }) => ({ name, count, title: '' });
  byId('codes-note').textContent = `${met.length} of ${codes.length} met`;
  byId('codes').append(tiles(met.sort((a, b) => b.count - a.count).map(tile)),
    make('details', {}, make('summary', {}, other.length + ' not met'), tiles(other.map(tile))));
}

function ignored() {
  const rows = run.tests.filter(test => !test.ran);
  byId('ignored-section').hidden = rows.length === 0;
  const reasons = Map.groupBy ? Map.groupBy(rows, row => row.reason) : rows.reduce((map, row) => map.set(row.reason, [...(map.get(row.reason) || []), row]), new Map());
  for (const [reason, tests] of reasons) {
    byId('ignored').append(make('details', { open: '' }, make('summary', {}, `${reason || 'no reason given'} (${tests.length})`),
      ...tests.map(test => make('div', { class: 'row', onclick: () => show(test) }, make('span', {}, '·'), make('span', { class: 'name' }, test.name)))));
  }
}

head();
timeline();
map();
tests();
slow();
coverage();
ignored();
const wanted = decodeURIComponent(location.hash.slice(1));
const first = run.tests.find(test => test.name === wanted) || run.tests.find(test => test.verdict === 'failed');
if (first) show(first);
