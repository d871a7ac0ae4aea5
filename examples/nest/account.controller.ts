import { resolve } from 'node:path'
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common'
import type { Request, Response } from 'express'
import { beginSession, endSession, readSession } from './sessions.js'
import { checkPassword, createUser } from './users.js'

interface Credentials {
  readonly email: string
  readonly password: string
}

@Controller()
export class AccountController {
  @Get('account')
  account(@Req() request: Request, @Res() response: Response) {
    if (!readSession(request.headers.cookie)) return response.redirect('/')
    response.sendFile(resolve('public/account.html'))
  }

  @Post('sign-in')
  signIn(@Body() { email, password }: Credentials, @Res() response: Response) {
    return begin(checkPassword(email, password), response)
  }

  @Post('sign-up')
  signUp(@Body() { email, password }: Credentials, @Res() response: Response) {
    return begin(createUser(email, password), response)
  }

  @Post('sign-out')
  signOut(@Req() request: Request, @Res() response: Response) {
    response.setHeader('set-cookie', endSession(request.headers.cookie)).redirect(303, '/')
  }
}

async function begin(userId: string | undefined, response: Response) {
  if (!userId) return response.redirect(303, '/?failed')
  response.setHeader('set-cookie', await beginSession(userId, 'password')).redirect(303, '/account')
}
