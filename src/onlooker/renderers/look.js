// What stands on the screen, read where the browser laid it out. To be filled.
"use strict";
onlooker.look = () => null;
onlooker.under = () => null;
