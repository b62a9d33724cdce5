/**
 * Words that stand in nearly every text of their language and tell nothing of what it is about, folded as the index has them.
 * Short on purpose: other common words are known by their share of the library.
 */
const LISTS = [
  // English
  'a an and are as at be but by can do does for from had has have he her his how i if in into is it its me my no not of on or our she so than that the their them then there these they this to us was we were what when where which who why will with would you your',
  // German
  'aber als am an auch auf aus bei bin bis das dass dem den der des die doch du ein eine einem einen einer eines er es fur hat ich ihr im in ist ja kann kein man mein mit nach nicht noch nur ob oder sein sich sie sind so uber um und uns unter vom von vor war was wann wenn wer wie wir wo zu zum zur',
  // French
  'a ai au aux avec ce ces cette dans de des du elle en est et eu il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que qui quoi sa se ses si son sont sur ta te tes tu un une vos votre vous y',
  // Spanish, Portuguese, Italian
  'al algo como con cual cuando de del donde el ella en entre era es esta este esto ha hay la las le lo los mas me mi mis muy ni no nos o para pero por que quien se ser si sin sobre son su sus te tu un una unas unos y ya',
  'ao aos as ate com da das do dos e ela ele em essa esse eu foi isso ja lhe mas meu minha na nas nem no nos nossa os ou pela pelo qual quando quem sao se sem ser seu sua tem um uma voce',
  'agli ai alla alle anche che chi ci come con cui da dal dalla degli dei della delle di dove e gli ho i il in io la le lei lo loro lui ma mi mia mio ne nel nella noi non per perche piu quale quando questa questo se si sono su sua suo tra un una uno vi voi',
  // Dutch
  'aan als bij dat de den der des deze die dit een en er haar het hij hoe hun ik in is je kan maar met mijn naar niet nog nu of om ons ook op over te tot uit van voor wat we wie wij zijn ze zij zo',
  // Russian, Ukrainian
  'а без бы был была были было быть в вам вас во вот все вы где да для до его ее если есть еще же за и из или им их к как ко когда кто ли мне мой мы на над не нет ни но ну о об он она они оно от по под при с со так также там то того только тот ты у уже чем что чтобы эта эти это этот я',
  'або але бо був була були в він вона вони та так те то у це цей що щоб як яка який і й з за до на не',
  // Persian, Arabic
  'آن آنها است اما ان انها او ای این با باید بر برای بود به تا تو چه چون در را شد شما که کرد ما من نیست هر هم یا یک و از ها می نمی کند دارد شود',
  'في من على إلى الى عن مع هذا هذه ذلك التي الذي ان أن كان كانت لا ما لم لن هو هي هل أو او ثم قد كل بين بعد قبل عند و',
  // Turkish
  'bir bu da de en gibi hem icin ile ise kadar ki mi mu ne neden o olan olarak ve veya ya',
];

const WORDS: ReadonlySet<string> = new Set(LISTS.flatMap((list) => list.split(' ')));

export function isFunctionWord(term: string): boolean {
  return WORDS.has(term);
}
