// Sum prints what a function that it calls computes.
package main

import "fmt"

func main() { fmt.Println(sum(3)) }

func sum(n int) (all int) {
	for i := 1; i <= n; i++ {
		all += i
	}
	return all
}

func unused(n int) int { return n + 1 }
