import { chromium } from '@playwright/test'
const [,, base, name, path, width='1440', theme='light', full='1', waitFor=''] = process.argv
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] })
const page = await browser.newPage({ viewport: { width: Number(width), height: width<800?844:1000 }, colorScheme: theme })
page.on('console', m => { if (['error','warning'].includes(m.type())) console.log('console', m.type(), m.text().slice(0,300)) })
page.on('pageerror', e => console.log('pageerror', e.message.slice(0,500)))
await page.goto(base + path)
if (waitFor) await page.waitForTimeout(Number(waitFor)); else await page.waitForTimeout(900)
await page.screenshot({ path: `/tmp/face-shots/${name}.png`, fullPage: full==='1' })
const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
if (over > 0) console.log('horizontal overflow', over)
await browser.close()
