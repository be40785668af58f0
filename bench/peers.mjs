// peers.mjs: what other readers make of pages, as the scorers take it.
//
//     node peers.mjs MODULES NAME PAGE...
//
// MODULES is the folder they are installed in; NAME is readability, defuddle, or linkedom (its parse alone). A line of JSON a
// page on standard output; a page that a reader fails at has no text.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {readFileSync} from 'node:fs';

const [, , modules, name, ...pages] = process.argv;
const {resolve} = createRequire(modules + '/here.js');
const load = async (what) => import(pathToFileURL(resolve(what)));
const {parseHTML} = await load('linkedom');
const BLOCKS = new Set(['ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'DD', 'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'FOOTER', 'H1', 'H2',
  'H3', 'H4', 'H5', 'H6', 'HEADER', 'LI', 'MAIN', 'OL', 'P', 'PRE', 'SECTION', 'TABLE', 'TD', 'TH', 'TR', 'UL', 'BR']);

function text(node) {
  if (node.nodeType === 3) return node.textContent;
  const inner = [...node.childNodes].map(text).join('');
  return BLOCKS.has(node.nodeName?.toUpperCase()) ? `\n${inner}\n` : inner;
}

const words = (markup) => text(parseHTML(`<html><body>${markup}</body></html>`).document.body);

const readers = {
  linkedom: async () => (html) => void parseHTML(html),
  readability: async () => {
    const {Readability} = await load('@mozilla/readability');
    return (html) => {
      const story = new Readability(parseHTML(html).document).parse();
      return story && {articleBody: words(story.content), headline: story.title, author: story.byline, datePublished: story.publishedTime};
    };
  },
  defuddle: async () => {
    const {Defuddle} = await import(pathToFileURL(`${modules}/node_modules/defuddle/dist/node.js`));
    return async (html) => {
      const story = await Defuddle(parseHTML(html).document, 'https://example.org/');
      return story && {articleBody: words(story.content), headline: story.title, author: story.author, datePublished: story.published};
    };
  },
};

const read = await readers[name]();
for (const page of pages) {
  let story = null;
  try {
    story = await read(readFileSync(page, 'utf8'));
  } catch (error) {
    process.stderr.write(`${page}: ${error.message}\n`);
  }
  process.stdout.write(JSON.stringify({input: page, articleBody: '', headline: '', ...story}) + '\n');
}
