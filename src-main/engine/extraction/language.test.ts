import { describe, expect, it } from 'vitest';
import { detectLanguage } from './language.ts';

describe('detectLanguage', () => {
  it.each([
    ['en', 'The owls of the north hunt at night, and they fly without a sound.'],
    ['de', 'Die Eulen des Nordens jagen in der Nacht und fliegen ohne ein Geräusch, auch wenn es nicht dunkel ist.'],
    ['fr', 'Les hiboux du nord chassent dans la nuit et volent sans un bruit, ce qui est une surprise pour les souris.'],
    ['fa', 'جغدها شب‌ها شکار می‌کنند و بی‌صدا پرواز می‌کنند.'],
    ['fa', 'ﺟﻐﺪﻫﺎ ﺷﺐ ﺷﮑﺎﺭ ﻣﯽﮐﻨﻨﺪ ﻭ ﭘﺮﻭﺍﺯ ﻣﯽﮐﻨﻨﺪ'],
    ['ar', 'تصطاد البوم في الليل وتطير بلا صوت إلى حيث تعيش الفئران الصغيرة.'],
    ['ru', 'Совы охотятся ночью и летают без всякого шума.'],
    ['uk', 'Сови полюють уночі й літають без жодного шуму, і миші їх бояться.'],
    ['zh', '猫头鹰在夜里捕猎。'],
    ['zh', '老鼠'],
    ['ja', 'フクロウは夜に狩りをします。'],
    ['ko', '올빼미는 밤에 사냥한다.'],
    [
      'da',
      'Uglen er en fugl, som jager om natten, og den flyver uden at gøre støj. Den blev set i skoven, hvor der ikke er mange mennesker.',
    ],
    [
      'no',
      'Ugla er en fugl som jakter om natten, og den flyr uten å lage støy. Den ble sett i skogen, der det ikke er mange mennesker.',
    ],
    [
      'sv',
      'Ugglan är en fågel som jagar på natten, och den flyger utan att göra något ljud i skogen där det inte finns många människor.',
    ],
    ['ca', 'Els mussols cacen de nit i volen sense fer cap soroll; són més petits que les àguiles, però també més silenciosos.'],
    [
      'ro',
      'Bufnița este o pasăre care vânează noaptea și zboară fără zgomot. A fost văzută în pădure, unde nu sunt mulți oameni.',
    ],
    ['vi', 'Con cú là loài chim săn mồi vào ban đêm và bay không một tiếng động. Nó được nhìn thấy trong rừng, nơi có ít người.'],
    [
      'bg',
      'Сова е птица, която ловува през нощта и лети без шум. Тя беше видяна в гората, където няма много хора, но има българи.',
    ],
    ['sr', 'Сова је птица која лови ноћу и лети без буке. Виђена је у шуми где нема много људи.'],
    ['be', 'Сава — гэта птушка, якая палюе ўначы і лётае без шуму. Яе бачылі ў лесе, дзе няма шмат людзей.'],
    ['ur', 'الو رات کو شکار کرتے ہیں اور بغیر آواز کے اڑتے ہیں۔'],
    ['el', 'Οι κουκουβάγιες κυνηγούν τη νύχτα.'],
  ])('tells %s', async (language, text) => {
    await expect(detectLanguage(text)).resolves.toBe(language);
  });

  it.each([
    ['zh', '本指南介绍如何使用 GitHub Actions 与 Docker Compose 部署 Node.js 应用，详见 https://example.org/a/very/long/address'],
    ['ru', 'В руководстве: установите Node.js, npm install, docker compose up, kubectl apply -f deployment.yaml и проверьте.'],
    ['en', 'The word 人工智能 means artificial intelligence, and 机器学习 means machine learning in Chinese texts of today.'],
  ])('takes names and terms of another script in a text that is mostly %s for what they are', async (language, text) => {
    await expect(detectLanguage(text)).resolves.toBe(language);
  });

  it.each([
    ['ru', 'В правление KГјlГјg-хана бюрократия состояла из смеси разных культур, а советники оказали влияние на ранний суд.'],
    ['ru', 'Общество защищает будущее: общественный щит.'],
    ['ru', 'Объект и подъезд. Съезд объявлен.'],
    ['fa', 'آنها نمي توانند عقب عقب راه بروند و اين كتاب را به من داد'],
    ['fa', 'سال 99 سال موش است'],
    ['fa', 'این واژهٔ اردو «لڑکے» است و معنای آن پسر می‌باشد؛ بقیهٔ متن فارسی است و باید فارسی بماند.'],
    ['ar', 'هذا كتاب قديم عن تاريخ المدينة وأهلها، كتبه رجل من طهران اسمه پرویز في القرن الماضي.'],
  ])('is not misled by a few letters of a neighbour in a text in %s, nor by its keyboard', async (language, text) => {
    await expect(detectLanguage(text)).resolves.toBe(language);
  });

  it('falls back to what the file declares, and to nothing', async () => {
    await expect(detectLanguage('Snowy 60 cm, eagle 70 cm', 'en')).resolves.toBe('en');
    await expect(detectLanguage('Snowy 60 cm, eagle 70 cm')).resolves.toBeNull();
    await expect(detectLanguage('123 — 456')).resolves.toBeNull();
  });
});
