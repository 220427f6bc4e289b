// Clock prints something else each time.
package main

import (
	"fmt"
	"time"
)

func main() { fmt.Println(time.Now().UnixNano()) }

func unused(n int) int { return n + 1 }
