package main

import "time"

// begun is initialized before all else of this package, as its file sorts first.
var begun = time.Now()
