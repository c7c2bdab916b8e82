// Builds static/src into the folder named on the command line. Called by script/house/static.py.
// Names carry a content hash, so that a browser may keep a file for ever; manifest.json gives
// plain name -> hashed name and is read by the {% asset %} tag and by the service worker's view.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = path.dirname(fileURLToPath(import.meta.url))
const source = path.join(here, 'src')
const out = path.resolve(process.argv[2])
const modules = path.join(here, '..', 'node_modules')

// Bootstrap's parts are chosen in SCSS; everything of our own is plain CSS.
const scss = {
  name: 'scss',
  setup (build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const { css } = sass.compile(file, { loadPaths: [modules], quietDeps: true, logger: sass.Logger.silent })
      return { contents: css, loader: 'css' }
    })
  }
}

// django-htmx ships htmx as a plain script; a module needs it to say its name.
const htmx = {
  name: 'htmx',
  setup (build) {
    build.onLoad({ filter: /htmx-2\.min\.js$/ }, ({ path: file }) => (
      { contents: `${readFileSync(file, 'utf8')}\nexport default htmx`, loader: 'js' }
    ))
  }
}

const common = {
  bundle: true,
  minify: true,
  target: ['chrome87', 'firefox91', 'safari15'],
  format: 'iife',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  outdir: out,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.png': 'file', '.svg': 'dataurl', '.gif': 'file' },
  alias: { htmx: process.env.FENGGE_HTMX },
  plugins: [scss, htmx],
  logLevel: 'silent'
}

async function bundle (entries, define = {}) {
  const result = await esbuild.build({
    ...common, define, entryPoints: entries.map(name => path.join(source, name))
  })
  const found = {}
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) found[`${path.parse(output.entryPoint).name}${path.extname(file)}`] = path.basename(file)
  }
  return found
}

try {
  mkdirSync(out, { recursive: true })
  cpSync(path.join(source, 'icons'), path.join(out, 'icons'), { recursive: true })
  const manifest = await bundle(['css/app.css', 'css/map.css', 'js/desk.js', 'js/phone.js', 'js/map.js'])
  // The worker's version is the hash of what it keeps: another build is another shell.
  const shell = ['app.css', 'desk.js', 'phone.js'].map(name => manifest[name])
  const version = createHash('sha256').update(shell.join()).digest('hex').slice(0, 12)
  Object.assign(manifest, await bundle(['js/sw.js'], {
    SHELL_VERSION: JSON.stringify(version), SHELL_FILES: JSON.stringify(shell)
  }))
  writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1))
  for (const name of readdirSync(out)) {
    if (!/-[A-Z0-9]{8}\.(css|js)$/.test(name)) continue
    const content = readFileSync(path.join(out, name))
    writeFileSync(path.join(out, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(path.join(out, `${name}.br`), brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11 }
    }))
  }
  const size = name => `${name} ${(gzipSync(readFileSync(path.join(out, manifest[name]))).length / 1024).toFixed(1)}`
  console.log(`built ${['app.css', 'desk.js', 'phone.js', 'map.js'].map(size).join(', ')} KB compressed`)
} catch (error) {
  const first = error.errors?.[0]
  console.error(first
    ? `error: ${first.text} (${first.location?.file ?? ''}:${first.location?.line ?? ''})`
    : `error: ${error.message ?? error}`)
  process.exit(1)
}
