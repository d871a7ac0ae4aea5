import { html } from 'hono/html'
import { type Problem, shortestPassword } from '../credentials.js'
import { type Html, layout } from './layout.js'
import { notice } from './notice.js'

export interface SignUpPage {
  readonly email: string
  readonly problem?: Problem
}

export function signUpPage({ email, problem }: SignUpPage): Html {
  const invalid = (field: Problem['field']) => (problem?.field === field ? html`aria-invalid="true" autofocus` : '')
  const content = html`<div class="card">
      <h1>Start a notebook</h1>
      <p class="lead">A quiet place for what you see outside.</p>
      ${notice(problem?.message)}
      <form method="post" action="/sign-up" class="stack">
        <div class="field">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" value="${email}" autocomplete="username" required maxlength="254"
            aria-describedby="notice" ${problem ? '' : 'autofocus'} ${invalid('email')} />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="new-password" required
            minlength="${shortestPassword}" maxlength="256" aria-describedby="password-hint notice"
            ${invalid('password')} />
          <p class="hint" id="password-hint">At least ${shortestPassword} characters.</p>
        </div>
        <button class="button primary" type="submit">Create account</button>
      </form>
    </div>
    <p class="beside">Already have an account? <a href="/sign-in">Sign in</a></p>`
  return layout({ name: 'sign-up', title: 'Create an account', content })
}
