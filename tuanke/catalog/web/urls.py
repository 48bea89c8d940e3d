from django.urls import path

from tuanke.catalog.web import views

app_name = "catalog"
urlpatterns = [
    path("", views.product_list, name="products"),
    path("<uuid:uid>/cost/", views.set_cost, name="cost"),
]
