// Boundaries on a blank or configured ground. The element says what it shows:
//   data-map, data-boundary-url   GeoJSON FeatureCollection; properties: name, url, current
//   data-boundary-input           id of a form field that takes the drawn geometry as GeoJSON text
//   data-save-url                 instead of a form: where the geometry is posted (field `boundary`)
//   data-lookup-url               GET with lng, lat; the answer goes into #data-lookup-target
//   data-ground-url, data-ground-note   tiles of the county's own map service, where it has one
import L from 'leaflet'
import '@geoman-io/leaflet-geoman-free'
import { fill } from './fetching.js'
import { text } from './texts.js'
import { toast } from './toasts.js'

const PLAIN = { color: '#5f6b78', weight: 1, fillColor: '#1d4f91', fillOpacity: 0.04 }
const CURRENT = { color: '#1d4f91', weight: 2.5, fillColor: '#1d4f91', fillOpacity: 0.1 }
const CHINA = [[36, 90], [46, 122]]

function shapesOf (layers) {
  const polygons = []
  layers.eachLayer(layer => {
    const geometry = layer.toGeoJSON?.().geometry
    if (geometry?.type === 'Polygon') polygons.push(geometry.coordinates)
    if (geometry?.type === 'MultiPolygon') polygons.push(...geometry.coordinates)
  })
  if (polygons.length === 0) return null
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons }
}

async function boundaries (url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

// Leaflet takes a note as markup; ours is a text.
function plain (words) {
  const line = document.createElement('span')
  line.textContent = words
  return line.innerHTML
}

function show (place) {
  const map = L.map(place, { attributionControl: Boolean(place.dataset.groundUrl), zoomControl: false, maxZoom: 19, zoomSnap: 0.25 })
  L.control.zoom({ zoomInTitle: text('zoomIn'), zoomOutTitle: text('zoomOut') }).addTo(map)
  map.attributionControl?.setPrefix(false)
  map.fitBounds(CHINA)
  if (place.dataset.groundUrl) L.tileLayer(place.dataset.groundUrl, { attribution: plain(place.dataset.groundNote ?? ''), maxZoom: 19 }).addTo(map)
  const drawn = L.featureGroup().addTo(map)
  const around = L.featureGroup().addTo(map)
  const draws = place.dataset.boundaryInput || place.dataset.saveUrl
  const url = place.dataset.boundaryUrl
  if (url) {
    boundaries(url).then(collection => {
      L.geoJSON(collection, {
        style: feature => feature.properties.current ? CURRENT : PLAIN,
        onEachFeature (feature, layer) {
          const { name, current, url: target } = feature.properties
          layer.addTo(current ? drawn : around)
          if (!current) layer.options.pmIgnore = true
          if (name) layer.bindTooltip(name, { permanent: collection.features.length <= 40 && (!current || collection.features.length === 1), direction: 'center', className: 'map-label' })
          if (target && !draws && !place.dataset.lookupUrl) layer.on('click', () => location.assign(target))
        }
      })
      const bounds = drawn.getLayers().length ? drawn.getBounds() : around.getBounds()
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [16, 16] })
      place.dataset.shown = String(collection.features.length)
    }).catch(() => toast({ kind: 'error', message: text('mapFailed') }))
  }
  if (draws) draw(map, drawn, place)
  if (place.dataset.lookupUrl) lookup(map, place)
}

function draw (map, drawn, place) {
  map.pm.setLang('zh')
  map.pm.setGlobalOptions({ layerGroup: drawn, snapDistance: 12, pathOptions: CURRENT })
  map.pm.addControls({
    position: 'topright',
    drawMarker: false, drawCircle: false, drawCircleMarker: false, drawPolyline: false, drawRectangle: false, drawText: false,
    cutPolygon: true, rotateMode: false
  })
  // Its buttons are pictures; the words stand on the element around them.
  for (const button of place.querySelectorAll('.leaflet-buttons-control-button')) {
    button.setAttribute('aria-label', button.closest('[title]')?.title ?? '')
  }
  const keep = () => {
    const shapes = shapesOf(drawn)
    const input = document.getElementById(place.dataset.boundaryInput)
    if (input) {
      input.value = shapes ? JSON.stringify(shapes) : ''
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }
    return shapes
  }
  map.on('pm:create pm:remove pm:cut', keep)
  drawn.on('pm:edit pm:update pm:dragend', keep)
  map.on('pm:create', ({ layer }) => layer.on('pm:edit pm:update pm:dragend', keep))
  map.on('layeradd', ({ layer }) => layer.on?.('pm:edit pm:dragend', keep))
  document.querySelector(`[data-map-save="${place.id}"]`)?.addEventListener('click', () => {
    window.htmx.ajax('POST', place.dataset.saveUrl, {
      values: { boundary: JSON.stringify(keep()) }, source: place, swap: 'none'
    })
  })
}

function lookup (map, place) {
  let mark
  map.on('click', ({ latlng }) => {
    if (map.pm.globalDrawModeEnabled() || map.pm.globalEditModeEnabled()) return
    mark?.remove()
    mark = L.circleMarker(latlng, { radius: 6, color: '#a8201a', fillOpacity: 0.8, pmIgnore: true }).addTo(map)
    const where = `lng=${latlng.lng.toFixed(6)}&lat=${latlng.lat.toFixed(6)}`
    const url = place.dataset.lookupUrl
    fill(document.getElementById(place.dataset.lookupTarget), url + (url.includes('?') ? '&' : '?') + where)
  })
}

for (const place of document.querySelectorAll('[data-map]')) show(place)
