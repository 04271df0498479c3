using WebShop;

await WebShopApp.Build(args).RunAsync();
