// Command start is a program that registers functions, which start_test.go writes. It
// prints how many nanoseconds that took: its files come before and after those that register.
package main

import (
	"fmt"
	"time"
)

func main() {
	took := time.Since(begun)
	fmt.Println(took.Nanoseconds())
}
