/** The looks of all elements. Directions are logical, so that they fit texts that run from right to left. */
export const styles = `
:host {
  --_accent: var(--passkey-accent, light-dark(#1d5bbf, #9cc2ff));
  --_on-accent: var(--passkey-on-accent, light-dark(#fff, #08182f));
  --_danger: var(--passkey-danger, light-dark(#a3261d, #ffb0a6));
  --_soft: var(--passkey-text-soft, color-mix(in srgb, currentcolor 76%, transparent));
  --_line: var(--passkey-line, color-mix(in srgb, currentcolor 22%, transparent));
  --_radius: var(--passkey-radius, 10px);
  display: block;
}
:host([hidden]) { display: none }
*, ::before, ::after { box-sizing: border-box }
fieldset, ul, p, h2, h3, h4, h5, h6 { margin: 0; padding: 0; border: 0; font: inherit }
fieldset { min-inline-size: 0 }
.group { display: contents }
ul { list-style: none }
svg { inline-size: 1.375em; block-size: 1.375em; flex: none; fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
button {
  display: inline-flex; align-items: center; justify-content: center; gap: .5em;
  min-block-size: 2.75rem; padding: .375rem 1.125rem;
  color: inherit; font: inherit; font-weight: 550;
  background: none; border: 1px solid var(--_line); border-radius: var(--_radius); cursor: pointer;
}
button:hover { border-color: currentcolor }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
button[part~=primary] { color: var(--_on-accent); background: var(--_accent); border-color: transparent }
button[part~=danger] { color: var(--_danger) }
button[part~=small] { min-block-size: 2.25rem; padding: .25rem .8125rem; font-size: .9375em }
button:disabled { color: var(--_soft); border-style: dashed; cursor: not-allowed }
button[part~=primary]:disabled { background: none; border-color: var(--_line) }
button[aria-busy=true] { opacity: .9; cursor: progress }
[part~=sign-in] { inline-size: 100% }
[part~=message] { margin-block-start: .75rem; padding: .625rem .875rem; border-radius: var(--_radius); border: 1px solid var(--_line) }
[part~=message]:empty { margin: 0; padding: 0; border: 0 }
[part~=problem] { color: var(--_danger); border-color: currentcolor }
[part~=header], [part~=item], [part~=choices] { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem }
[part~=header] > div { flex: 1 1 12rem; min-inline-size: 0 }
[part~=list] { margin-block-start: 1.25rem }
[part~=item] { padding-block: 1.125rem; border-block-start: 1px solid var(--_line) }
[part~=item]:last-child { padding-block-end: 0 }
[part~=tile] { align-self: start; display: grid; place-items: center; flex: none; inline-size: 2.75rem; block-size: 2.75rem; color: var(--_accent); background: color-mix(in srgb, var(--_accent) 12%, transparent); border-radius: var(--_radius) }
[part~=tile] img { display: block; inline-size: 1.75rem; block-size: 1.75rem }
[part~=facts] { flex: 1 1 12rem; min-inline-size: 0 }
[part~=name] { font-weight: 600; overflow-wrap: anywhere }
[part~=meta], [part~=lead] { color: var(--_soft) }
[part~=meta] { font-size: .875em }
[part~=meta] > span + span::before { content: "·"; margin-inline: .4375rem }
[part~=actions] { display: flex; gap: .5rem; margin-inline-start: auto }
[part~=empty] { margin-block-start: 1.25rem; padding: 2.25rem 1.5rem; text-align: center; border: 1px dashed var(--_line); border-radius: var(--_radius) }
[part~=empty] svg { inline-size: 2rem; block-size: 2rem; color: var(--_accent) }
[part~=title] { font-size: 1.25em; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere }
[part~=card] { display: grid; justify-items: start; gap: .875rem }
[part~=card] > svg { inline-size: 2rem; block-size: 2rem; color: var(--_accent) }
dialog {
  inline-size: min(26rem, calc(100vw - 2.5rem)); padding: 1.5rem;
  color: var(--passkey-surface-text, CanvasText); background: var(--passkey-surface, Canvas);
  border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.5);
}
dialog::backdrop { background: rgb(0 0 0 / 45%) }
form { display: grid; gap: 1rem }
label { display: grid; gap: .375rem; font-weight: 500 }
input { min-block-size: 2.75rem; inline-size: 100%; padding-inline: .75rem; color: inherit; font: inherit; background: none; border: 1px solid var(--_soft); border-radius: var(--_radius) }
dialog [part~=choices] { justify-content: flex-end }
@media (max-width: 30rem) {
  [part~=actions] { flex-basis: 100% }
  [part~=actions] button, [part~=card] button, [part~=header] > button { flex: 1 1 auto }
  [part~=header] > button { inline-size: 100% }
}
`
