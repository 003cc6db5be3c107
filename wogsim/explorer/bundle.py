"""What draws the charts, as one script that a page carries in itself."""


def vega() -> str:
    """Vega, Vega-Lite and what puts them into a page, to stand in a script element; takes some seconds."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")
