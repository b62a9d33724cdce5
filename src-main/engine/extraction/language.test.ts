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
    ['el', 'Οι κουκουβάγιες κυνηγούν τη νύχτα.'],
  ])('tells %s', async (language, text) => {
    await expect(detectLanguage(text)).resolves.toBe(language);
  });

  it('falls back to what the file declares, and to nothing', async () => {
    await expect(detectLanguage('Snowy 60 cm, eagle 70 cm', 'en')).resolves.toBe('en');
    await expect(detectLanguage('Snowy 60 cm, eagle 70 cm')).resolves.toBeNull();
    await expect(detectLanguage('123 — 456')).resolves.toBeNull();
  });
});
