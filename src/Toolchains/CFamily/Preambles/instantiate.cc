// A plugin of GCC's C++ compiler. Headers use templates, and the compiler instantiates those only at the end of a
// translation unit; so whoever includes a precompiled header pays for them anew. While a header is being precompiled,
// this has it done at the header's end, and the instances are precompiled with the rest.
//
// What it calls is declared here as the compiler exports it, so that the compiler's own headers, which are a package
// of their own, are not needed. What does not fit does not load, and then the header is precompiled without it.

#include <cstdlib>
#include <cstring>

union tree_node;

// GCC: pt.cc, tree.cc
extern void instantiate_pending_templates(int retries);
extern const char* get_name(tree_node* decl);

extern "C" {

// GCC: gcc-plugin.h, plugin.h
struct plugin_name_args {
  const char* base_name;
};
struct plugin_gcc_version {
  const char* basever;
};
extern int get_named_event_id(const char* name, int insert);
extern void register_callback(const char* plugin, int event, void (*callback)(void* data, void* user), void* user);

int plugin_is_GPL_compatible;

int plugin_init(plugin_name_args* plugin, plugin_gcc_version* version);

}  // extern "C"

namespace {

constexpr int kOldest = 11;
constexpr int kNewest = 12;
constexpr int kRefuse = 1;

void AfterDeclaration(void* declaration, void*) {
  const char* name = get_name(static_cast<tree_node*>(declaration));
  if (name != nullptr && std::strcmp(name, CODERUNNER_END) == 0) instantiate_pending_templates(0);
}

}  // namespace

int plugin_init(plugin_name_args* plugin, plugin_gcc_version* version) {
  // Versions that it was tried with. In others the same names may mean something else.
  const int major = std::atoi(version->basever);
  const int event = get_named_event_id("PLUGIN_FINISH_DECL", 0);
  if (major < kOldest || major > kNewest || event < 0) return kRefuse;
  register_callback(plugin->base_name, event, AfterDeclaration, nullptr);
  return 0;
}
