import { chromium } from '@playwright/test'
const [,, base, id] = process.argv
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } })
await page.goto(`${base}/campaigns/${id}`)
await page.waitForSelector('.unfold.play', { timeout: 60000 })
for (let n=0;n<6;n++) { const el = await page.$('.unfold.play'); await page.screenshot({ path: `/tmp/face-shots/anim-${n}.png`, clip: {x:370,y:380,width:760,height:620} }); }
await browser.close()
