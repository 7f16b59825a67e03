// stdin: 1 2 3 4 5 6 7
#include <stdio.h>
#include <stdlib.h>

struct node { int value; struct node *next; };

int main(void) {
    struct node *head = NULL;
    for (int x; scanf("%d", &x) == 1;) {
        struct node *node = malloc(sizeof *node);
        *node = (struct node){x, head};
        head = node;
    }
    while (head) {
        struct node *next = head->next;
        printf("%d%s", head->value, next ? " -> " : "\n");
        free(head);
        head = next;
    }
}
