type: article
url: https://harbourlight.example/local/fish-market/
headline: Le marché aux poissons ferme
language: fr

paragraph: Le conseil du port a voté jeudi la fermeture du marché aux poissons, « pour un an au plus », afin que le toit, qui fuit depuis 1987, soit refait. Onze des douze membres y étaient favorables, dont la maire, qui s'était opposée au projet jusqu'en juin et qui parle désormais du moindre mal.
paragraph: Les commerçants iront dans l'ancien hangar des douanes, sur le quai nord, où le loyer sera divisé par deux, et où, dit le rapport, l'odeur sera neuve.
paragraph: « Nous avons réparé ce toit neuf fois », a déclaré Ada Byrne, la maire. « Une dixième fois serait une insulte à l'arithmétique. »
paragraph: Le chantier coûtera 4,2 millions, dont l'État paiera la moitié. Les portes rouvriront, espère-t-on, avant la régate de septembre prochain.
